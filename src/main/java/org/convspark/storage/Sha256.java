package org.convspark.storage;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** The SHA-256 of what passes through a stream. */
public final class Sha256 {
  private final MessageDigest digest = DigestUtils.getSha256Digest();

  /** A stream of the same bytes, which are added as they are read. */
  public InputStream over(InputStream in) {
    return new DigestInputStream(in, digest);
  }

  /** A stream of the same bytes, which are added as they are written. */
  public OutputStream over(OutputStream out) {
    return new DigestOutputStream(out, digest);
  }

  /** Of all bytes so far, in lower-case hex; it starts anew then. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
