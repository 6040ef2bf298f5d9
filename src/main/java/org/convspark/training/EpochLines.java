package org.convspark.training;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.convspark.config.InputException;
import org.convspark.storage.text.Json;

/** The epochs of a training as text, a line of JSON for each: history.jsonl. */
public final class EpochLines {
  private EpochLines() {}

  /** Returns a line for each epoch, in their order, in UTF-8. */
  public static byte[] bytes(List<EpochResult> epochs) {
    StringBuilder lines = new StringBuilder();
    for (EpochResult each : epochs) {
      lines.append(Json.line(each)).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns the epochs that a text has a line for.
   *
   * @param where the file, for errors
   * @throws InputException if a line is damaged; it names the line
   */
  public static List<EpochResult> parse(String where, String text) {
    List<EpochResult> epochs = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      epochs.add(Json.parse(where + " line " + ++number, line, EpochResult.class));
    }
    return epochs;
  }

  /** Returns the epochs before the first line that is damaged, as a killed process leaves one. */
  public static List<EpochResult> whole(String text) {
    List<EpochResult> epochs = new ArrayList<>();
    for (String line : text.lines().toList()) {
      try {
        epochs.add(Json.parse("", line, EpochResult.class));
      } catch (InputException e) {
        break;
      }
    }
    return epochs;
  }
}
