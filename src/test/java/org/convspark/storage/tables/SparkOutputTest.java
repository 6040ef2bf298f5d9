package org.convspark.storage.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.convspark.LocalSpark;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkOutputTest {
  private static final String SHARE =
      "put --out on a file system that driver and executors share, such as hdfs://";

  private final SparkSession spark = LocalSpark.session();
  @TempDir private Path directory;

  @AfterEach
  void writeAsUsual() {
    spark.conf().unset(WritesElsewhere.SETTING);
  }

  private Dataset<Row> rows(long count) {
    return spark.range(0, count, 1, 3).selectExpr("id", "'a' AS text");
  }

  private Location out() {
    return Location.of(directory.resolve("out").toString(), new Configuration(false));
  }

  private long write(Dataset<Row> rows, String format) throws InterruptedException {
    return SparkOutput.write(rows, format, Map.of("header", "true"), out(), "OUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv", "json"})
  void returnsHowManyRowsTheFilesHave(String format) throws Exception {
    assertThat(write(rows(10), format)).isEqualTo(10);
    List<String> files = out().files().uris();
    assertThat(
            SparkFiles.read(spark, format, out(), files, Map.of("header", "true"), Optional.empty())
                .count())
        .isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv", "json"})
  void noRowsAreNoError(String format) throws Exception {
    assertThat(write(rows(0), format)).isZero();
  }

  /** Adaptive execution puts its plan around that of the command. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsThatWereSortedAreCountedAsWell(boolean adaptive) throws Exception {
    spark.conf().set("spark.sql.adaptive.enabled", adaptive);
    try {
      assertThat(write(rows(10).orderBy("id"), "parquet")).isEqualTo(10);
    } finally {
      spark.conf().unset("spark.sql.adaptive.enabled");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv", "json"})
  void executorsThatAllWriteElsewhereAreAnError(String format) throws Exception {
    spark.conf().set(WritesElsewhere.SETTING, WritesElsewhere.class.getName());

    assertThatThrownBy(() -> write(rows(10), format))
        .isInstanceOf(InputException.class)
        .hasMessage("OUT: found no files, expected the 10 rows that the executors wrote; " + SHARE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv", "json"})
  void anExecutorThatWritesElsewhereIsAnError(String format) throws Exception {
    spark.conf().set(WritesElsewhere.SETTING, WritesElsewhere.ButTheFirst.class.getName());

    assertThatThrownBy(() -> write(rows(10), format))
        .isInstanceOf(InputException.class)
        .hasMessage("OUT: found 3 rows, expected the 10 rows that the executors wrote; " + SHARE);
  }

  /** As the paths of pictures may have. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "json"})
  void aLineBreakInAColumnIsNoRow(String format) throws Exception {
    assertThat(write(rows(10).selectExpr("id", "'a\\n\\nb' AS text"), format)).isEqualTo(10);
  }

  /** Its directory would else come back after it was deleted. */
  @Test
  void aWriteThatFailedHasNoTasksLeft() {
    SLOW.set(0);
    Dataset<Row> rows =
        spark.createDataset(List.of(0L, 1L), Encoders.LONG()).repartition(2).toDF("id");
    Dataset<Row> failing =
        spark
            .createDataset(
                rows.javaRDD()
                    .mapPartitionsWithIndex(SparkOutputTest::failBesideASlowOne, false)
                    .rdd(),
                Encoders.LONG())
            .toDF("id");

    assertThatThrownBy(() -> write(failing, "parquet")).hasStackTraceContaining("one fails");

    assertThat(SLOW).hasValue(ENDED);
  }

  private static final int STARTED = 1;
  private static final int ENDED = 2;
  private static final AtomicInteger SLOW = new AtomicInteger();

  /** The other begins before the first fails, and goes on for a while after it was told to end. */
  private static Iterator<Long> failBesideASlowOne(int partition, Iterator<Row> rows) {
    if (partition == 0) {
      spinUntil(() -> SLOW.get() == STARTED);
      throw new IllegalStateException("one fails");
    }
    SLOW.set(STARTED);
    TaskContext told = TaskContext.get();
    spinUntil(told::isInterrupted);
    long end = System.nanoTime() + 300_000_000;
    spinUntil(() -> System.nanoTime() - end >= 0);
    SLOW.set(ENDED);
    return List.of(1L).iterator();
  }

  /** Not by sleeping, which Spark would interrupt. */
  private static void spinUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("it took a minute");
      }
      Thread.onSpinWait();
    }
  }
}
