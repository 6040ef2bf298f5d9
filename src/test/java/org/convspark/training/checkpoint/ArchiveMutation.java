package org.convspark.training.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.convspark.model.EntryDigests;
import org.convspark.storage.Sha256;

/** Changes something in a zip and packs it again, so that its checksums are right. */
final class ArchiveMutation {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");
  private static final List<String> NUMBERS =
      List.of("-1", "0", "1", "2", "3", "7", "1000000", "2147483647", "4611686018427387904", "0.5");
  private static final long[] WORDS = {-1, 0, 1, 2, 3, 1L << 31, 1L << 62, Long.MIN_VALUE};

  private final Random random;

  ArchiveMutation(long seed) {
    this.random = new Random(seed);
  }

  /**
   * @param digests whether the archive's own digests are made right, too
   */
  byte[] mutate(byte[] archive, boolean digests) throws IOException {
    Map<String, byte[]> entries = unpack(archive);
    List<String> names = new ArrayList<>(entries.keySet());
    names.remove(EntryDigests.ENTRY);
    String name = names.get(random.nextInt(names.size()));
    byte[] content = entries.get(name);
    switch (random.nextInt(8)) {
      case 0 -> entries.put(name, flipped(content));
      case 1 -> entries.put(name, Arrays.copyOf(content, random.nextInt(content.length)));
      case 2 -> entries.put(name, Arrays.copyOf(content, content.length + 1 + random.nextInt(99)));
      case 3 -> entries.put(name, otherHeader(content));
      case 4, 5 -> entries.put(name, otherNumber(content));
      case 6 -> entries.remove(name);
      default -> {
        String other = names.get(random.nextInt(names.size()));
        entries.put(name, entries.get(other));
        entries.put(other, content);
      }
    }
    if (digests) {
      EntryDigests sums = new EntryDigests();
      entries.remove(EntryDigests.ENTRY);
      entries.forEach((each, bytes) -> sums.add(each, Sha256.of(bytes)));
      entries.put(EntryDigests.ENTRY, sums.text());
    }
    return pack(entries);
  }

  private byte[] flipped(byte[] content) {
    byte[] changed = content.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  /** Where an array says its rank, shape, strides, order, type and length. */
  private byte[] otherHeader(byte[] content) {
    byte[] changed = content.clone();
    int at = random.nextInt(Math.min(140, changed.length - Long.BYTES));
    ByteBuffer.wrap(changed).putLong(at, WORDS[random.nextInt(WORDS.length)]);
    return changed;
  }

  /** Of text; an array has hardly a digit. */
  private byte[] otherNumber(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    Matcher numbers = NUMBER.matcher(text);
    List<int[]> places = new ArrayList<>();
    while (numbers.find()) {
      places.add(new int[] {numbers.start(), numbers.end()});
    }
    if (places.isEmpty()) {
      return flipped(content);
    }
    int[] place = places.get(random.nextInt(places.size()));
    String other = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return (text.substring(0, place[0]) + other + text.substring(place[1]))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  static Map<String, byte[]> unpack(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        entries.put(each.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  static byte[] pack(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
      }
    }
    return out.toByteArray();
  }
}
