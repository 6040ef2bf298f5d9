package org.convspark.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.storage.Location;

/** Formats in which people have images and that aren't read, and what to do about it. */
enum ForeignFormat {
  TAR("a tar archive", 257, "ustar", "unpack it (tar xf) and give the directory"),
  GZIP(
      "a gzip file of neither IDX nor text",
      0,
      "\u001f\u008b",
      "unpack it (tar xf for .tar.gz, gunzip for others) and give what is in it"),
  MATLAB_73(
      "a MATLAB 7.3 file",
      0,
      "MATLAB 7.3 MAT-file",
      "save its arrays as npz: h5py.File, then numpy.savez with x_train, y_train and so on"),
  MATLAB(
      "a MATLAB file",
      0,
      "MATLAB 5.0 MAT-file",
      "save its arrays as npz: scipy.io.loadmat, then numpy.savez with x_train, y_train and so on,"
          + " an image for each first index; EMNIST also comes as IDX"),
  HDF5(
      "an HDF5 file",
      0,
      "\u0089HDF\r\n\u001a\n",
      "save its arrays as npz: h5py.File, then numpy.savez with x_train, y_train and so on"),
  XZ("an xz file", 0, "\u00fd7zXZ", "unpack it (unxz) and give what is in it"),
  BZIP2("a bzip2 file", 0, "BZh", "unpack it (bunzip2) and give what is in it"),
  ZSTANDARD("a Zstandard file", 0, "(\u00b5/\u00fd", "unpack it (unzstd) and give what is in it"),
  SEVEN_ZIP("a 7z archive", 0, "7z\u00bc\u00af\u0027\u001c", "unpack it and give the directory"),
  PICKLE(
      "a Python pickle",
      0,
      "\u0080",
      "pickles may run code and are never read: take CIFAR's binary version, or write npz");

  private static final int HEAD = 512;
  private static final int LAST_PICKLE_PROTOCOL = 5;

  private final String noun;
  private final int at;
  private final byte[] magic;
  private final String remedy;

  ForeignFormat(String noun, int at, String magic, String remedy) {
    this.noun = noun;
    this.at = at;
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    this.remedy = remedy;
  }

  /** Looks at a file's first bytes. */
  static Optional<ForeignFormat> of(Location file) {
    byte[] head;
    try (InputStream in = file.open()) {
      head = in.readNBytes(HEAD);
    } catch (IOException e) {
      throw file.unusable(e);
    }
    for (ForeignFormat format : values()) {
      if (format.is(head)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private boolean is(byte[] head) {
    if (head.length < at + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (head[at + i] != magic[i]) {
        return false;
      }
    }
    return this != PICKLE || head.length > 1 && head[1] >= 2 && head[1] <= LAST_PICKLE_PROTOCOL;
  }

  /**
   * Returns the error for a file of this format.
   *
   * @param expected what can be read
   */
  InputException refused(Location file, String expected) {
    return new InputException(file.toString(), noun, expected, remedy);
  }
}
