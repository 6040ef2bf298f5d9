package org.convspark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.convspark.LocalSpark;
import org.junit.jupiter.api.Test;

/** In a session that somebody else has opened, whose serializer knows nothing of this project. */
final class KryoTest {
  private static final String SERIALIZER = "spark.serializer";

  private record Outcome(float[] parameters, List<Row> scored) {}

  private static Outcome fit() {
    Dataset<Row> digits = DigitRows.of(40);
    ConvSparkClassificationModel model =
        DigitRows.classifier()
            .setEpochs(1)
            .setIdCol("")
            .setTestSplit(0.2)
            .setValidationSplit(0.2)
            .fit(digits);
    return new Outcome(
        DigitRows.parameters(model),
        model.transform(digits).orderBy("id").select("id", "probability").collectAsList());
  }

  @Test
  void aFitIsTheSameUnderKryo() {
    Outcome plain = fit();
    LocalSpark.session().stop();
    System.setProperty(SERIALIZER, "org.apache.spark.serializer.KryoSerializer");
    try {
      assertThat(LocalSpark.context().getConf().get(SERIALIZER)).contains("Kryo");
      Outcome kryo = fit();
      assertThat(kryo.parameters()).isEqualTo(plain.parameters());
      assertThat(kryo.scored()).isEqualTo(plain.scored());
    } finally {
      System.clearProperty(SERIALIZER);
      LocalSpark.session().stop();
    }
  }
}
