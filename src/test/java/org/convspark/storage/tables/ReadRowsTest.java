package org.convspark.storage.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.TaskKilledException;
import org.convspark.config.InputException;
import org.convspark.storage.TaskErrors;
import org.junit.jupiter.api.Test;

class ReadRowsTest {
  /** As thrown by what Spark's scan of files called. */
  private static <T extends Throwable> T scanned(T failure) {
    failure.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("org.xerial.snappy.Snappy", "uncompress", "Snappy.java", 1),
          new StackTraceElement(
              "org.apache.spark.sql.execution.datasources.FileScanRDD$$anon$1",
              "hasNext",
              "FileScanRDD.scala",
              2)
        });
    return failure;
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  private static ReadRows<Integer> failing(Throwable failure) {
    return new ReadRows<>(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            ReadRowsTest.<RuntimeException>sneak(failure);
            return false;
          }

          @Override
          public Integer next() {
            ReadRowsTest.<RuntimeException>sneak(failure);
            return 0;
          }
        });
  }

  @Test
  void rowsPassThrough() {
    ReadRows<Integer> rows = new ReadRows<>(List.of(1, 2).iterator());

    assertThat(rows).toIterable().containsExactly(1, 2);
  }

  /** A codec's missing class would end an executor. */
  @Test
  void whatAScanThrowsIsTheInputs() {
    for (Throwable failure :
        List.of(
            scanned(new NoClassDefFoundError("com/hadoop/LzoCodec")),
            scanned(new StackOverflowError()),
            scanned(new NegativeArraySizeException("-3")),
            scanned(new EOFException()),
            new SparkException("Job aborted", scanned(new UnsupportedOperationException("x"))))) {
      for (boolean next : new boolean[] {false, true}) {
        assertThatThrownBy(() -> use(failing(failure), next))
            .isInstanceOf(InputException.class)
            .hasMessageContaining("found content that can't be read: ")
            .hasMessageNotContaining("\n");
      }
    }
  }

  private static void use(ReadRows<Integer> rows, boolean next) {
    if (next) {
      rows.next();
    } else {
      rows.hasNext();
    }
  }

  @Test
  void whatIsNobodysFaultStaysWhatItIs() {
    var elsewhere = new IllegalStateException("no room");
    var memory = scanned(new OutOfMemoryError("heap"));
    var missing = new NoClassDefFoundError("a/B");
    var killed = scanned(new TaskKilledException("another attempt succeeded"));
    for (Throwable failure : List.of(elsewhere, memory, missing, killed)) {
      assertThatThrownBy(() -> failing(failure).hasNext()).isSameAs(failure);
    }
  }

  @Test
  void lostExecutorsAreNotTheFilesFault() {
    var lost = new SparkException("Job aborted: ExecutorLostFailure (executor 1 exited)");

    assertThat(ReadErrors.of("data", lost)).isNotInstanceOf(InputException.class);
    assertThat(ReadErrors.of("data", new UnsupportedOperationException("a type")))
        .hasMessageStartingWith("data: found content that can't be read: a type");
    assertThat(TaskErrors.unwrap(lost)).isNotInstanceOf(InputException.class);
  }
}
