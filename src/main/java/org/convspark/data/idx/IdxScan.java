package org.convspark.data.idx;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.Sha256;

/**
 * What one reading of an IDX file from end to end tells: that it is whole, its hash, and how many
 * labels there are of each value. Runs where the data is, on an executor. Damage is part of the
 * result rather than thrown: a task that throws is tried again, and logs its stack trace each time.
 */
final class IdxScan implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int VALUES = 256;

  /** The hex digest of the uncompressed bytes; null where the file is damaged. */
  String sha256;

  /** The number of labels of each value; all zero for images. */
  final long[] counts = new long[VALUES];

  /** The number of labels of each value among the first {@code limit}; all zero for images. */
  final long[] countsWithinLimit = new long[VALUES];

  /** The byte at which each value first occurs, or -1. */
  final long[] firstAt = new long[VALUES];

  /** What is wrong with the file; null where it is whole. */
  InputException problem;

  private IdxScan() {
    Arrays.fill(firstAt, -1);
  }

  /**
   * Reads the whole file.
   *
   * @param limit how many labels, from the first, {@link #countsWithinLimit} counts
   */
  static IdxScan of(IdxFile file, long limit, Configuration hadoop) {
    IdxScan scan = new IdxScan();
    try {
      scan.read(file, limit, hadoop);
    } catch (InputException e) {
      scan.problem = e;
    }
    return scan;
  }

  private void read(IdxFile file, long limit, Configuration hadoop) {
    Sha256 digest = new Sha256();
    IdxHeader header = file.header();
    try (IdxReader reader =
        IdxReader.open(Location.of(file.uri(), hadoop), header.kind(), digest)) {
      byte[] block = new byte[1 << 16];
      long end = header.fileBytes();
      while (reader.position() < end) {
        long at = reader.position();
        int length = (int) Math.min(block.length, end - at);
        reader.read(block, length);
        if (header.kind() == IdxHeader.Kind.LABELS) {
          count(block, length, at, at - header.headerBytes(), limit);
        }
      }
      reader.expectEnd();
    }
    sha256 = digest.hex();
  }

  private void count(byte[] labels, int length, long at, long id, long limit) {
    for (int i = 0; i < length; i++) {
      int label = labels[i] & 0xff;
      if (counts[label]++ == 0) {
        firstAt[label] = at + i;
      }
      if (id + i < limit) {
        countsWithinLimit[label]++;
      }
    }
  }

  /** Returns the number of classes: one more than the highest label. */
  int classes() {
    int highest = VALUES - 1;
    while (highest > 0 && counts[highest] == 0) {
      highest--;
    }
    return highest + 1;
  }

  /** Returns how many different labels occur. */
  long distinct() {
    return Arrays.stream(counts).filter(count -> count > 0).count();
  }
}
