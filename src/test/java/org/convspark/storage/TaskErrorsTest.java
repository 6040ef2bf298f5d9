package org.convspark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskErrorsTest {
  /** Parts that no pattern could tell apart in the message. */
  private static InputException error(Throwable cause) {
    return new InputException("hdfs://a/b: c", "x; y", "1, expected 2", "do; it", cause);
  }

  private static final class Unserializable extends IOException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    final Object stream = new Object();
  }

  private static int fail(Throwable cause) {
    throw error(cause);
  }

  private static void assertIsTheError(Throwable failure) {
    assertThat(failure).isNotInstanceOf(InputException.class);
    assertThat(TaskErrors.unwrap(failure))
        .isInstanceOfSatisfying(
            InputException.class,
            e -> {
              assertThat(e).hasMessage(error(null).getMessage());
              assertThat(e.where()).isEqualTo("hdfs://a/b: c");
              assertThat(e.found()).isEqualTo("x; y");
              assertThat(e.expected()).isEqualTo("1, expected 2");
              assertThat(e.remedy()).isEqualTo("do; it");
            });
  }

  @Test
  void findsTheErrorOfATask() {
    assertIsTheError(
        catchThrowable(
            () ->
                LocalSpark.context()
                    .parallelize(List.of(1), 1)
                    .map(i -> fail(new IOException("disk")))
                    .collect()));
  }

  /** Spark then sends the text of an exception alone. */
  @Test
  void findsItWithACauseThatCannotBeSerialized() {
    assertIsTheError(
        catchThrowable(
            () ->
                LocalSpark.context()
                    .parallelize(List.of(1), 1)
                    .map(i -> fail(new Unserializable()))
                    .collect()));
  }

  @Test
  void findsItWhereAShuffleIsBetween() {
    assertIsTheError(
        catchThrowable(
            () ->
                LocalSpark.context()
                    .parallelize(List.of(1, 2), 2)
                    .map(i -> fail(new Unserializable()))
                    .distinct()
                    .count()));
  }

  @Test
  void findsItWhereSparkSqlWrites(@TempDir Path directory) {
    var rows =
        LocalSpark.context()
            .parallelize(List.of(1), 1)
            .map(i -> RowFactory.create(fail(new Unserializable())));
    StructType schema = new StructType().add("id", DataTypes.IntegerType);

    assertIsTheError(
        catchThrowable(
            () ->
                LocalSpark.session()
                    .createDataFrame(rows, schema)
                    .write()
                    .parquet(directory.resolve("out").toString())));
  }

  @Test
  void findsAnErrorOfUsage() {
    Throwable failure =
        catchThrowable(
            () ->
                LocalSpark.context()
                    .parallelize(List.of(1), 1)
                    .foreach(
                        i -> {
                          throw new UsageException("--limit", 0, "at least 1");
                        }));

    assertThat(TaskErrors.unwrap(failure))
        .isInstanceOf(UsageException.class)
        .hasMessage("--limit: 0 given, at least 1 expected");
  }

  @Test
  void leavesOtherFailuresAlone() {
    var failure = new IllegalStateException("disk full");

    assertThat(TaskErrors.unwrap(failure)).isSameAs(failure);
  }

  @Test
  void wrapsCheckedFailures() {
    var failure = new IOException("disk full\nat x");

    assertThat(TaskErrors.unwrap(failure))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("disk full")
        .hasCause(failure);
  }
}
