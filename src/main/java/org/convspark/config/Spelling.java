package org.convspark.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Says what a name that isn't known may have been meant for; nothing where none is near. */
public final class Spelling {
  private static final int SHORTEST_BEGINNING = 3;
  private static final int LETTERS_AN_EDIT = 3;

  private Spelling() {}

  /**
   * Returns the question that an error ends with.
   *
   * @param given what was written
   * @param known what could have been written
   * @return {@code did you mean a or b?}, in the order of {@code known}; empty where {@link #near}
   *     finds none
   */
  public static Optional<String> question(String given, Collection<String> known) {
    List<String> near = near(given, known);
    return near.isEmpty() ? Optional.empty() : Optional.of(question(near));
  }

  /** Returns {@code did you mean a, b or c?} of at least one name. */
  public static String question(List<String> names) {
    int last = names.size() - 1;
    String either =
        last == 0
            ? names.get(0)
            : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    return "did you mean " + either + "?";
  }

  /**
   * Returns the names that begin as given or, where none does, the nearest: about one edit to three
   * letters at most, so that what shares next to no letters isn't guessed. Case doesn't count, nor
   * do leading dashes.
   */
  static List<String> near(String given, Collection<String> known) {
    String bare = bare(given);
    List<String> longer =
        bare.length() < SHORTEST_BEGINNING
            ? List.of()
            : known.stream().filter(name -> bare(name).startsWith(bare)).toList();
    if (!longer.isEmpty()) {
      return longer;
    }
    int least = known.stream().mapToInt(name -> edits(bare, name)).min().orElse(0);
    return known.stream()
        .filter(name -> edits(bare, name) == least)
        .filter(name -> isNear(least, Math.max(bare.length(), bare(name).length())))
        .toList();
  }

  /** Of two letters one edit is half. */
  private static boolean isNear(int edits, int letters) {
    return LETTERS_AN_EDIT * edits <= letters + 1 && 2 * edits < letters;
  }

  private static int edits(String bare, String name) {
    return LevenshteinDistance.getDefaultInstance().apply(bare, bare(name));
  }

  private static String bare(String name) {
    return name.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
  }
}
