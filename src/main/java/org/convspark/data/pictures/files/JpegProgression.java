package org.convspark.data.pictures.files;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.IIOException;

/**
 * What a JPEG file's scans have told so far. Each must add to it: one that repeats another is as
 * much work for a decoder, and a file of them would keep it busy for hours.
 */
final class JpegProgression {
  private static final int COEFFICIENTS = 64;
  private static final int NOTHING = -1;

  /** Of each component, by coefficient, the lowest bit that is known. */
  private final Map<Byte, int[]> lowest = new HashMap<>();

  /**
   * Adds a scan.
   *
   * @param data where the scan's header begins, behind its length
   * @param length of that header
   * @throws IIOException if the header isn't whole, or the scan tells what is known already
   */
  void add(byte[] bytes, int data, int length, boolean progressive) throws IIOException {
    int count = length < 1 ? 0 : bytes[data] & 0xff;
    if (count < 1 || count > 4 || length < 4 + 2 * count) {
      throw new IIOException("the header of a scan isn't whole");
    }
    int selection = data + 1 + 2 * count;
    int first = progressive ? bytes[selection] & 0xff : 0;
    int last = progressive ? bytes[selection + 1] & 0xff : COEFFICIENTS - 1;
    int before = progressive ? (bytes[selection + 2] & 0xff) >> 4 : 0;
    int after = progressive ? bytes[selection + 2] & 0xf : 0;
    if (first > last || last >= COEFFICIENTS || before != 0 && before != after + 1) {
      throw new IIOException("a scan is of no known kind");
    }
    for (int i = 0; i < count; i++) {
      int[] known =
          lowest.computeIfAbsent(
              bytes[data + 1 + 2 * i],
              component -> {
                int[] none = new int[COEFFICIENTS];
                Arrays.fill(none, NOTHING);
                return none;
              });
      for (int k = first; k <= last; k++) {
        if (known[k] != (before == 0 ? NOTHING : before)) {
          throw new IIOException("a scan tells what another has told");
        }
        known[k] = after;
      }
    }
  }
}
