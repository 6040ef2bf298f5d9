package org.convspark.data.pictures.files;

import java.util.ArrayList;
import java.util.List;

/** Parts of a file that become a file again, less the others. */
final class Parts {
  private record Part(byte[] source, int from, int length) {}

  private final List<Part> parts = new ArrayList<>();
  private int size;

  /** Adds {@code length} bytes from {@code from} on. */
  void add(byte[] source, int from, int length) {
    parts.add(new Part(source, from, length));
    size += length;
  }

  /** Adds all the bytes. */
  void add(byte... source) {
    add(source, 0, source.length);
  }

  /** Adds what another has. */
  void add(Parts others) {
    parts.addAll(others.parts);
    size += others.size;
  }

  byte[] joined() {
    byte[] whole = new byte[size];
    int at = 0;
    for (Part part : parts) {
      System.arraycopy(part.source, part.from, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
