package org.convspark.data;

import com.fasterxml.jackson.annotation.JsonValue;

/** The two parts of a dataset. */
public enum Split {
  TRAIN("train"),
  TEST("test");

  private final String directory;

  Split(String directory) {
    this.directory = directory;
  }

  /** Returns its name in paths and in dataset.json: {@code train} or {@code test}. */
  @JsonValue
  public String directory() {
    return directory;
  }
}
