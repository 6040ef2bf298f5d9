package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.deploy.history.EventLogFileWriter;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

final class StartErrorsTest {
  @TempDir private Path directory;

  private static Exception explained(Exception failure, Map<String, String> settings) {
    SparkConf conf = new SparkConf(false);
    settings.forEach(conf::set);
    return StartErrors.of(failure, conf);
  }

  /** As Spark's own writer of events throws it. */
  @Test
  void aDirectoryOfEventsThatIsNotThereIsNamedWithItsSetting() {
    Path missing = directory.resolve("events");
    SparkConf conf = new SparkConf(false).set("spark.eventLog.dir", missing.toUri().toString());
    Exception failure = null;
    try {
      EventLogFileWriter.apply(
              "app",
              Option.empty(),
              missing.toUri(),
              conf,
              SparkHadoopUtil.get().newConfiguration(conf))
          .start();
    } catch (Exception e) {
      failure = e;
    }

    assertThat(StartErrors.of(failure, conf))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("spark.eventLog.dir " + missing.toUri())
        .hasMessageContaining("does not exist");
  }

  @Test
  void anAddressOfAnotherMachineIsNamedWithItsSetting() {
    assertThat(
            explained(
                new BindException(
                    "Cannot assign requested address: Service 'x' failed!!! Consider"),
                Map.of("spark.driver.bindAddress", "10.9.9.9")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(
            "spark.driver.bindAddress 10.9.9.9: found Cannot assign requested address: Service 'x'"
                + " failed, expected");
  }

  @Test
  void aClassThatIsNotThereIsNamedWithItsSetting() {
    assertThat(
            explained(new ClassNotFoundException("no.Such"), Map.of("spark.serializer", "no.Such")))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("spark.serializer: no.Such given");
  }

  @Test
  void aValueThatSparkRefusesIsWrongUsage() {
    assertThat(
            explained(
                new IllegalArgumentException("spark.ui.port should be int, but was x"), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("spark.ui.port should be int");
  }

  @Test
  void aMasterThatCannotBeIsWrongUsage() {
    assertThat(explained(new SparkException("Could not parse Master URL: 'foo'"), Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Master URL: 'foo'");
  }

  @Test
  void anythingElseStaysAsItIs() {
    Exception failure = new IllegalStateException("x");
    assertThat(explained(failure, Map.of())).isSameAs(failure);
  }

  @Test
  void aDirectoryForBlocksIsTriedBeforeSparkEndsTheProcess() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path good = directory.resolve("made");
    LocalDirectories.check("spark.local.dir", file + "," + good);
    assertThat(good).isEmptyDirectory();

    try {
      LocalDirectories.check("spark.local.dir", file + "," + file.resolve("below"));
      throw new AssertionError("accepted");
    } catch (InputException e) {
      assertThat(e)
          .hasMessageStartingWith("spark.local.dir " + file + "," + file + "/below: found ");
    }
  }

  /** As Spark does, which takes the first of them that there is. */
  @Test
  void aDirectoryForBlocksThatSparkDoesNotUseIsNotTried() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    SparkConf conf = new SparkConf(false).set("spark.local.dir", file.toString());
    String good = directory.resolve("good").toString();

    LocalDirectories.check(conf, Map.of("CONTAINER_ID", "container_1_1_01_000001"));
    LocalDirectories.check(conf, Map.of("SPARK_LOCAL_DIRS", good));
    LocalDirectories.check(
        conf,
        Map.of(
            "SPARK_EXECUTOR_DIRS",
            file + File.pathSeparator + good,
            "SPARK_LOCAL_DIRS",
            "" + file));
    assertThatThrownBy(() -> LocalDirectories.check(conf, Map.of()))
        .isInstanceOf(InputException.class);
  }
}
