package org.convspark.data;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.convspark.config.InputException;
import org.convspark.config.Redaction;
import org.convspark.storage.text.CsvCell;

/**
 * An image that can't be used.
 *
 * @param name its path or row
 * @param problem why; the message says it in one line
 */
public record BadImage(String name, InputException problem) implements Serializable {
  /** The file of an output that lists them; Spark leaves it out when it reads the directory. */
  public static final String FILE = "_bad-images.csv";

  /** Masks secrets in the name. */
  public BadImage {
    name = Redaction.text(name);
  }

  /**
   * Returns the error of a command that is not to go on without it.
   *
   * @param more how many others can't be used, as far as is known
   */
  public InputException refused(long more) {
    return new InputException(
        problem.where(),
        problem.found()
            + (more == 0
                ? ""
                : " (and "
                    + more
                    + " more "
                    + (more == 1 ? "image" : "images")
                    + " that can't be used)"),
        problem.expected(),
        problem.remedy() + ", or go on without such images with --on-bad-image skip",
        problem);
  }

  /**
   * Returns each image once, in order of names: a task that is tried again tells of its images
   * again.
   */
  public static List<BadImage> distinct(List<BadImage> told) {
    return List.copyOf(
        told.stream()
            .collect(Collectors.toMap(BadImage::name, each -> each, (a, b) -> a, TreeMap::new))
            .values());
  }

  /** Returns the list of images and problems, as RFC 4180 has it, for spreadsheets too. */
  public static String csv(List<BadImage> images) {
    return images.stream()
        .map(
            each ->
                CsvCell.quoted(each.name)
                    + ","
                    + CsvCell.quoted(each.problem.getMessage())
                    + "\r\n")
        .collect(Collectors.joining("", "image,problem\r\n", ""));
  }
}
