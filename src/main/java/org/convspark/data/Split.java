package org.convspark.data;

import com.fasterxml.jackson.annotation.JsonValue;

/** The parts of a dataset. */
public enum Split {
  TRAIN("train", "training"),
  VALIDATION("validation", "validation"),
  TEST("test", "test");

  private final String directory;
  private final String noun;

  Split(String directory, String noun) {
    this.directory = directory;
    this.noun = noun;
  }

  /** Returns its name in paths and in dataset.json: {@code train}. */
  @JsonValue
  public String directory() {
    return directory;
  }

  /** Returns what its images are called in sentences: {@code training}. */
  public String noun() {
    return noun;
  }
}
