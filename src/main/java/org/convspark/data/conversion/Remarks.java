package org.convspark.data.conversion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.convspark.data.DatasetInfo;

/** Tells in lines what became of all the images. */
final class Remarks {
  private Remarks() {}

  static List<String> of(DatasetInfo info, Collection<Tally> tallies) {
    List<String> lines = new ArrayList<>();
    long taken = info.splits().stream().mapToLong(info::count).sum();
    lines.add(
        "Read "
            + taken
            + " images of "
            + info.name()
            + ": "
            + info.preprocessing().describe(info.shape())
            + "; prepare keeps them for the next time");
    long bad = tallies.stream().mapToLong(Tally::badCount).sum();
    if (bad > 0) {
      lines.add(
          "Skipped " + bad + (bad == 1 ? " image" : " images") + " that can't be read or used");
    }
    Map<String, Long> seen = new TreeMap<>();
    tallies.forEach(t -> t.remarks().forEach((what, n) -> seen.merge(what, n, Long::sum)));
    seen.forEach((what, n) -> lines.add(n + (n == 1 ? " image: " : " images: ") + what));
    return lines;
  }
}
