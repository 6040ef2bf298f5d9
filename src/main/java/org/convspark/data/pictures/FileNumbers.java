package org.convspark.data.pictures;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of a split's pictures. Where every file has a number in its name that no other has, as in
 * {@code 3/00017.png}, that is its id, so that a dataset written as pictures keeps its ids;
 * otherwise it is the file's place in the order of paths.
 */
final class FileNumbers {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

  private FileNumbers() {}

  /**
   * Returns an id for each file.
   *
   * @param names of the files without their directories, in the order of their paths
   */
  static long[] of(List<String> names) {
    for (boolean last : new boolean[] {true, false}) {
      Set<Long> seen = new HashSet<>();
      long[] ids = new long[names.size()];
      boolean unique = true;
      for (int i = 0; i < ids.length && unique; i++) {
        OptionalLong number = number(names.get(i), last);
        unique = number.isPresent() && seen.add(number.getAsLong());
        ids[i] = number.orElse(0);
      }
      if (unique) {
        return ids;
      }
    }
    long[] places = new long[names.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return places;
  }

  private static OptionalLong number(String name, boolean last) {
    int dot = name.lastIndexOf('.');
    Matcher matcher = NUMBER.matcher(dot > 0 ? name.substring(0, dot) : name);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(found.get(last ? found.size() - 1 : 0)));
  }
}
