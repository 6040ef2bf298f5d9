package org.convspark.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.convspark.storage.Sha256;

/**
 * The SHA-256 of each entry of a model.zip or checkpoint, which its last entry holds as {@code
 * sha256sum} writes them. A zip's own checksums are right again once another program has packed
 * what somebody edited; these are not.
 */
public final class EntryDigests {
  /** The name of the entry that holds them. */
  public static final String ENTRY = "SHA256SUMS";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");

  private final Map<String, String> byName = new TreeMap<>();

  /**
   * Adds an entry.
   *
   * @param sha256 of its bytes, in lower-case hex
   */
  public void add(String name, String sha256) {
    byName.put(name, sha256);
  }

  /** Adds an entry with these bytes. */
  void add(String name, byte[] content) {
    add(name, Sha256.of(content));
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Returns the text of the entry. */
  public byte[] text() {
    StringBuilder text = new StringBuilder();
    byName.forEach((name, digest) -> text.append(digest).append("  ").append(name).append('\n'));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Checks that these, which were found, are those that an archive holds of its own.
   *
   * @param text content of the entry
   * @throws ZipException if an entry was changed, added or removed; it names it
   */
  public void requireSame(byte[] text) throws IOException {
    EntryDigests written = new EntryDigests();
    for (String line : new String(text, StandardCharsets.UTF_8).lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new ZipException("no digests in " + ENTRY);
      }
      written.add(matcher.group(2), matcher.group(1));
    }
    Map<String, String> found = new TreeMap<>(byName);
    found.remove(ENTRY);
    for (Map.Entry<String, String> each : found.entrySet()) {
      if (!each.getValue().equals(written.byName.remove(each.getKey()))) {
        throw new ZipException(each.getKey() + " is not what was written");
      }
    }
    if (!written.byName.isEmpty()) {
      throw new ZipException("no " + written.byName.keySet().iterator().next() + " in it");
    }
  }
}
