package org.convspark.data.cifar;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convspark.config.InputException;
import org.convspark.data.Split;
import org.convspark.storage.Location;

/**
 * A file of CIFAR's records.
 *
 * @param uri where it is
 * @param name its last part
 * @param split that it belongs to
 * @param number of the part of its split
 * @param format of its records
 * @param count number of images
 */
public record CifarFile(
    String uri, String name, Split split, int number, CifarFormat format, long count)
    implements Serializable {
  private static final Pattern NAME =
      Pattern.compile("(?i)(?:data_batch_([1-9][0-9]{0,3})|(test_batch)|(train)|(test))\\.bin");
  private static final int COARSE_CLASSES = 20;

  private static Matcher name(Location file) {
    return NAME.matcher(file.name());
  }

  /**
   * Returns whether a file is one of CIFAR's by its name and, where others have such names too, by
   * its length and first labels.
   */
  public static boolean isAt(Location file) {
    Matcher name = name(file);
    if (!name.matches()) {
      return false;
    }
    boolean onlyCifars = name.group(1) != null || name.group(2) != null;
    return onlyCifars || hasRecords(file, CifarFormat.CIFAR_100);
  }

  private static boolean hasRecords(Location file, CifarFormat format) {
    long length = file.length();
    return length > 0
        && length % format.recordBytes() == 0
        && problem(head(file, format.labels()), format).isEmpty();
  }

  private static byte[] head(Location file, int bytes) {
    try (InputStream in = file.open()) {
      return in.readNBytes(bytes);
    } catch (IOException e) {
      throw file.unusable(e);
    }
  }

  /**
   * Finds what a file holds.
   *
   * @return nothing where it isn't called as CIFAR's files are
   * @throws InputException if its length isn't that of whole records
   */
  static Optional<CifarFile> inspect(Location file) {
    Matcher name = name(file);
    if (!name.matches()) {
      return Optional.empty();
    }
    boolean ten = name.group(1) != null || name.group(2) != null;
    CifarFormat format = ten ? CifarFormat.CIFAR_10 : CifarFormat.CIFAR_100;
    long length = file.length();
    if (length == 0 || length % format.recordBytes() != 0) {
      throw new InputException(
          file.toString(),
          length + " bytes",
          "records of " + format.recordBytes() + " bytes, as " + format + " has them",
          "fetch the file again");
    }
    boolean train = name.group(1) != null || name.group(3) != null;
    return Optional.of(
        new CifarFile(
            file.uri(),
            file.name(),
            train ? Split.TRAIN : Split.TEST,
            name.group(1) == null ? 0 : Integer.parseInt(name.group(1)),
            format,
            length / format.recordBytes()));
  }

  /**
   * Returns what is wrong with a record's labels; nothing where they can be.
   *
   * @param record that begins with them
   */
  static Optional<String> problem(byte[] record, CifarFormat format) {
    for (int i = 0; i < format.labels(); i++) {
      int classes = i < format.labels() - 1 ? COARSE_CLASSES : format.classes();
      if ((record[i] & 0xff) >= classes) {
        return Optional.of(
            "label " + (record[i] & 0xff) + " where there are " + classes + " classes");
      }
    }
    return Optional.empty();
  }
}
