package org.convspark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.convspark.config.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumedFitTest {
  @TempDir private Path directory;

  private ConvSparkClassifier classifier() {
    return DigitRows.classifier().setTestSplit(0.2).setRunDir(directory.resolve("run").toString());
  }

  /** Makes of the finished run what a kill after its first epoch leaves. */
  private void killAfterTheFirstEpoch() throws IOException {
    Path unfinished = directory.resolve(".run.unfinished");
    Files.move(directory.resolve("run"), unfinished);
    for (String file : new String[] {"_SUCCESS", "model.zip", "checkpoints/epoch-0002.zip"}) {
      Files.delete(unfinished.resolve(file));
    }
  }

  @Test
  void aFitThatWasKilledGoesOnToTheSameModel() throws IOException {
    Dataset<Row> digits = DigitRows.of(40);
    float[] whole = DigitRows.parameters(classifier().fit(digits));
    killAfterTheFirstEpoch();

    assertThatThrownBy(() -> classifier().setSeed(9).setResume("true").fit(digits))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("seed 1")
        .hasMessageContaining("seed 9 as given");
    // Of another number of workers, if it were decided anew.
    ConvSparkClassificationModel resumed = classifier().setResume("auto").fit(digits);

    assertThat(DigitRows.parameters(resumed)).isEqualTo(whole);
    assertThat(resumed.summary().history()).extracting(TrainingEpoch::epoch).containsExactly(1, 2);
  }

  @Test
  void twoFitsAtOnceDontWriteOneRun() throws Exception {
    Dataset<Row> digits = DigitRows.of(40).cache();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<ConvSparkClassificationModel> fit = () -> classifier().fit(digits);
      List<Future<ConvSparkClassificationModel>> fits = threads.invokeAll(List.of(fit, fit));
      int done = 0;
      for (Future<ConvSparkClassificationModel> each : fits) {
        try {
          assertThat(each.get().numClasses()).isEqualTo(10);
          done++;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(InputException.class);
        }
      }
      assertThat(done).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }
}
