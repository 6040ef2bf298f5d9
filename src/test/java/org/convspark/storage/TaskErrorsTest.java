package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;

class TaskErrorsTest {
  private static final InputException ERROR =
      new InputException("hdfs://a/b: c", "x; y", "1, expected 2", "do; it");

  @Test
  void findsTheErrorOfATask() {
    Throwable failure =
        catchThrowable(
            () ->
                LocalSpark.context()
                    .parallelize(List.of(1), 1)
                    .foreach(
                        i -> {
                          throw ERROR;
                        }));

    assertThat(TaskErrors.unwrap(failure))
        .isInstanceOf(InputException.class)
        .hasMessage(ERROR.getMessage());
  }

  @Test
  void findsItWhereOnlyTheTextIsLeft() {
    var failure =
        new IllegalStateException(
            "Job aborted: Lost task 0.3 (TID 3): " + ERROR + "\n\tat org.convspark.data.X\nDriver");

    assertThat(TaskErrors.unwrap(failure))
        .isInstanceOf(InputException.class)
        .hasMessage(ERROR.getMessage());
  }

  @Test
  void leavesOtherFailuresAlone() {
    var failure = new IllegalStateException("disk full");

    assertThat(TaskErrors.unwrap(failure)).isSameAs(failure);
  }
}
