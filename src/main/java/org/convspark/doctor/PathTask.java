package org.convspark.doctor;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convspark.config.InputException;
import org.convspark.storage.Expectation;
import org.convspark.storage.FoundFiles.FoundFile;
import org.convspark.storage.Location;

/**
 * Looks at the data and the output's place from one JVM: whether it can read and write there and,
 * on an executor, whether it sees the same as the driver.
 */
final class PathTask implements Serializable {
  /** Of more files, so many at even distances are compared. */
  private static final int COMPARED = 100;

  private static final long serialVersionUID = 1L;

  private final String data;
  private final String out;
  private final ArrayList<FoundFile> files;
  private final String mark;

  private PathTask(String data, String out, List<FoundFile> files, String mark) {
    this.data = data;
    this.out = out;
    this.files = new ArrayList<>(files);
    this.mark = mark;
  }

  /**
   * Makes the task for the driver.
   *
   * @param data a path that must be readable; empty for none
   * @param out a path whose nearest existing parent must be writable; empty for none
   */
  PathTask(Optional<String> data, Optional<String> out) {
    this(data.orElse(""), out.orElse(""), List.of(), "");
  }

  /** Marks the output's place, if there is one that can be written. */
  Mark mark(Configuration hadoop) {
    if (out.isEmpty()) {
      return Mark.NONE;
    }
    try {
      return Mark.above(location(out, hadoop));
    } catch (InputException e) {
      return Mark.NONE; // The driver's own check says why.
    }
  }

  /** Returns the same for executors, which are to see what this JVM sees. */
  PathTask compared(Mark seen, Configuration hadoop) {
    return new PathTask(data, out, some(hadoop), seen.uri());
  }

  private List<FoundFile> some(Configuration hadoop) {
    if (data.isEmpty()) {
      return List.of();
    }
    try {
      List<FoundFile> all = location(data, hadoop).files().files();
      List<FoundFile> some = new ArrayList<>();
      int count = Math.min(COMPARED, all.size());
      for (int i = 0; i < count; i++) {
        some.add(all.get((int) ((long) i * all.size() / count)));
      }
      return some;
    } catch (InputException e) {
      return List.of(); // The driver's own check says why.
    }
  }

  /** Returns why the data can't be read, or are others than the driver's; empty if all is well. */
  String dataError(Configuration hadoop) {
    return data.isEmpty()
        ? ""
        : errorOf(
            () -> {
              read(location(data, hadoop));
              return files.stream()
                  .map(file -> difference(file, location(file.uri(), hadoop)))
                  .filter(each -> !each.isEmpty())
                  .findFirst()
                  .orElse("");
            });
  }

  private static void read(Location data) {
    if (data.isDirectory()) {
      data.list();
    } else {
      data.readAtMost(0);
    }
  }

  private static String difference(FoundFile onDriver, Location here) {
    if (!here.exists()) {
      return "no " + onDriver.uri() + ", which the driver sees";
    }
    long bytes = here.length();
    return bytes == onDriver.bytes()
        ? ""
        : onDriver.uri() + " has " + bytes + " bytes, " + onDriver.bytes() + " on the driver";
  }

  /** Returns why the output can't be written, or not where the driver looks; empty if it can. */
  String outError(Configuration hadoop) {
    return out.isEmpty()
        ? ""
        : errorOf(
            () -> {
              if (!mark.isEmpty() && !location(mark, hadoop).exists()) {
                return "another directory than the driver's";
              }
              // Leaves nothing behind.
              Mark.above(location(mark.isEmpty() ? out : mark, hadoop)).close();
              return "";
            });
  }

  private interface Look {
    String run();
  }

  private static String errorOf(Look look) {
    try {
      return look.run();
    } catch (InputException e) {
      return e.found();
    }
  }

  /** What is found there is the result; what to do about it is the diagnosis's to say. */
  private static Location location(String uri, Configuration hadoop) {
    return Location.of(uri, hadoop, new Expectation(uri, "access", "check the path"));
  }
}
