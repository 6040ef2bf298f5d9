package org.convspark.data.pictures.files;

import java.io.IOException;

/** A whole picture of a kind that isn't read; the message says which: {@code a lossless JPEG}. */
public final class UnsupportedPictureException extends IOException {
  private static final long serialVersionUID = 1L;

  UnsupportedPictureException(String kind) {
    super(kind);
  }
}
