package org.convspark.network.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convspark.config.InputException;
import org.convspark.config.Spelling;

/** One line of a network's text, taken apart: {@code NAME: KIND WORD... KEY=VALUE...}. */
final class TextLine {
  private static final int LARGEST = 1_000_000;
  private static final int LONGEST_SHOWN = 60;
  private static final String REMEDY = "mend the line; src/docs/networks.md has the notation";
  static final String NAME_RULE = "a letter, then up to 63 letters, digits, _, - or full stops";
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern SIDES = Pattern.compile("([0-9]{1,9})(?:x([0-9]{1,9}))?");

  private final String where;
  private final String kind;
  private final Optional<String> name;
  private final List<String> words = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private int next;

  /**
   * Takes a line apart.
   *
   * @param where the file and the number of the line, for errors
   * @param text the line, not blank, without its comment
   * @throws InputException if it has no kind of layer, or a setting twice
   */
  TextLine(String where, String text) {
    this.where = where;
    List<String> parts = new ArrayList<>(List.of(text.strip().split("\\s+")));
    String first = parts.get(0);
    if (first.endsWith(":")) {
      name = Optional.of(name(first.substring(0, first.length() - 1)));
      parts.remove(0);
    } else {
      name = Optional.empty();
    }
    if (parts.isEmpty()) {
      throw error("nothing after " + first, "a layer");
    }
    kind = parts.get(0);
    for (String part : parts.subList(1, parts.size())) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        words.add(part);
      } else if (settings.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
        throw error(shown(part.substring(0, equals)) + "= twice", "it once");
      }
    }
  }

  String where() {
    return where;
  }

  /** Returns the name that the line gives its layer. */
  Optional<String> name() {
    return name;
  }

  String kind() {
    return kind;
  }

  InputException error(String found, String expected) {
    return new InputException(where, found, expected, REMEDY);
  }

  /** Returns an error for a word that isn't known, with the nearest that is. */
  InputException unknown(String what, String given, Collection<String> known) {
    return new InputException(
        where,
        what + " " + shown(given),
        "one of " + String.join(", ", known),
        Spelling.question(given, known).orElse(REMEDY));
  }

  static String shown(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }

  private String name(String text) {
    if (!isName(text)) {
      throw error("the name " + shown(text), NAME_RULE);
    }
    return text;
  }

  /** Returns whether the notation can name a layer so. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  boolean hasNext() {
    return next < words.size();
  }

  /** Returns the next word without going on. */
  String peek() {
    return words.get(next);
  }

  private String word(String expected) {
    if (!hasNext()) {
      throw error(kind + " without " + expected, kind + " with " + expected);
    }
    return words.get(next++);
  }

  /** Goes on to the next word. */
  String word() {
    return word("a word");
  }

  /** Returns all words that are left, names of layers; of several, each once. */
  List<String> names(int fewest) {
    List<String> names = new ArrayList<>();
    while (hasNext()) {
      names.add(name(word()));
    }
    // DL4J's order of a graph takes twice as long for every layer that takes another twice.
    Set<String> seen = new HashSet<>();
    for (String layer : names) {
      if (fewest > 1 && !seen.add(layer)) {
        throw error(kind + " with " + layer + " twice", "it once");
      }
    }
    if (names.size() < fewest) {
      throw error(
          kind + " of " + names.size() + " layers", "at least " + fewest + " names of layers");
    }
    return names;
  }

  /** Returns the next word, a whole number from {@code least} to a million. */
  int number(String what, int least) {
    String word = word(what);
    if (!WHOLE.matcher(word).matches()) {
      throw error(what + " " + shown(word), "a whole number");
    }
    return inRange(what, word, least);
  }

  private int inRange(String what, String word, int least) {
    int number = Integer.parseInt(word);
    if (number < least || number > LARGEST) {
      throw error(what + " " + word, least + " to " + LARGEST);
    }
    return number;
  }

  /** Returns the next word as height and width, {@code 3x5}, or {@code 3} for both. */
  int[] sides(String what) {
    return sides(what, word(what));
  }

  private int[] sides(String what, String word) {
    Matcher sides = SIDES.matcher(word);
    if (!sides.matches()) {
      throw error(what + " " + shown(word), "a whole number, or two as in 3x5");
    }
    int height = inRange(what, sides.group(1), 1);
    return new int[] {height, sides.group(2) == null ? height : inRange(what, sides.group(2), 1)};
  }

  /** Returns a setting of height and width. */
  int[] sides(String key, int[] otherwise) {
    String value = settings.remove(key);
    return value == null ? otherwise : sides(key, value);
  }

  /** Returns the next word, a share from 0 to below 1. */
  double share(String what) {
    String word = word(what);
    if (!word.matches("0?\\.[0-9]{1,9}|0")) {
      throw error(what + " " + shown(word), "a number of 0 to below 1, as 0.5");
    }
    return Double.parseDouble(word);
  }

  /** Returns the value of a setting that has a few. */
  <T> T choice(String key, Map<String, T> choices, String otherwise) {
    String value = Optional.ofNullable(settings.remove(key)).orElse(otherwise);
    T choice = choices.get(value);
    if (choice == null) {
      throw unknown(key, value, choices.keySet());
    }
    return choice;
  }

  /** Checks that nothing is left of the line. */
  void end() {
    if (hasNext()) {
      throw error(shown(peek()) + " after " + kind, "the end of the line");
    }
    if (!settings.isEmpty()) {
      String key = settings.keySet().iterator().next();
      throw error(shown(key) + "= after " + kind, "a setting that " + kind + " has");
    }
  }
}
