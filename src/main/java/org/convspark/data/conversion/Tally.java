package org.convspark.data.conversion;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.data.BadImage;
import org.convspark.data.Example;
import org.convspark.storage.TaskErrors;

/** What is known of a split's images once they are converted. */
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MOST_REMARKS = 20;
  private static final Pattern SCALE =
      Pattern.compile(", scaled by [0-9.]+|scaled by [0-9.]+(, )?");
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final long[] counts;
  private final TreeMap<String, Long> remarks = new TreeMap<>();
  private long badCount;
  private BadImage firstBad;
  private BigInteger digests = BigInteger.ZERO;

  private Tally(int classes) {
    counts = new long[classes];
  }

  /** Goes over all images, on the executors. */
  static Tally of(JavaRDD<Converted> images, int classes) {
    try {
      return images
          .mapPartitions(some -> List.of(over(some, classes)).iterator())
          .treeReduce(Tally::merge);
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
  }

  private static Tally over(Iterator<Converted> images, int classes) {
    Tally tally = new Tally(classes);
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    images.forEachRemaining(image -> tally.add(image, sha256));
    return tally;
  }

  private void add(Converted image, MessageDigest sha256) {
    if (image.problem() != null) {
      addBad(1, new BadImage(image.name(), image.problem()));
    } else {
      Example example = image.example();
      counts[example.label()]++;
      sha256.update(ByteBuffer.allocate(12).putLong(example.id()).putInt(example.label()).array());
      digests = digests.add(new BigInteger(1, sha256.digest(example.image()))).mod(MODULUS);
      image.remarks().forEach(this::count);
    }
  }

  /** What is of one image alone, such as how far it was scaled, doesn't count. */
  private void count(String seen) {
    String kind = SCALE.matcher(seen).replaceAll("");
    if (!kind.isEmpty() && (remarks.size() < MOST_REMARKS || remarks.containsKey(kind))) {
      remarks.merge(kind, 1L, Long::sum);
    }
  }

  private void addBad(long count, BadImage first) {
    badCount += count;
    if (firstBad == null || first != null && first.name().compareTo(firstBad.name()) < 0) {
      firstBad = first;
    }
  }

  private Tally merge(Tally other) {
    Arrays.setAll(counts, label -> counts[label] + other.counts[label]);
    addBad(other.badCount, other.firstBad);
    other.remarks.forEach((remark, n) -> remarks.merge(remark, n, Long::sum));
    digests = digests.add(other.digests).mod(MODULUS);
    return this;
  }

  /** Returns how many examples there are, by class. */
  List<Long> counts() {
    return Arrays.stream(counts).boxed().toList();
  }

  /** Returns how many images can't be used. */
  long badCount() {
    return badCount;
  }

  /** Returns the first of the images that can't be used, by name; nothing where all can. */
  Optional<BadImage> firstBad() {
    return Optional.ofNullable(firstBad);
  }

  /** Returns what was seen, and in how many images. */
  Map<String, Long> remarks() {
    return remarks;
  }

  /**
   * Returns a digest of all examples, whatever their order: the sum of the SHA-256 of each one's
   * id, label and image, in hex.
   */
  String digest() {
    String hex = digests.toString(16);
    return "0".repeat(64 - hex.length()) + hex;
  }
}
