package org.convspark.bench.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** A contender's end of its connection: a line on stdin starts a turn, a line of JSON ends it. */
final class Turns {
  /** What the parent writes. */
  static final String START = "turn";

  private final ObjectMapper json = new ObjectMapper();
  private final BufferedReader in;
  private final PrintStream out;

  Turns(BufferedReader in, PrintStream out) {
    this.in = in;
    this.out = out;
  }

  void ready(Ready ready) {
    write(ready);
  }

  /**
   * Waits for the next turn.
   *
   * @return false where there is none, or the parent is gone
   */
  boolean next() {
    try {
      return START.equals(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void done(Turn turn) {
    write(turn);
  }

  private void write(Object message) {
    try {
      out.println(json.writeValueAsString(message));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
