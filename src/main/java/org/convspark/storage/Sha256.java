package org.convspark.storage;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** Computes the SHA-256 of the bytes that pass through its streams. */
public final class Sha256 {
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  /** Returns the digest of bytes at hand, in lower-case hex. */
  public static String of(byte[] bytes) {
    return DigestUtils.sha256Hex(bytes);
  }

  /** Returns a stream of the same bytes, which are added as they are read. */
  public InputStream over(InputStream in) {
    return new DigestInputStream(in, digest);
  }

  /** Returns a stream of the same bytes, which are added as they are written. */
  public OutputStream over(OutputStream out) {
    return new DigestOutputStream(out, digest);
  }

  /** Returns the digest of all bytes so far, in lower-case hex, and starts anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
