package org.convspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.shims.SparkShims;
import org.junit.jupiter.api.Test;

final class PredictionTextTest {
  private static final StructType PREDICTED =
      new StructType().add("prediction", "int").add("confidence", "double");

  private static Row row(StructType schema, Object... values) {
    return new GenericRowWithSchema(values, schema);
  }

  private static StructType with(StructType schema, String... columns) {
    StructType all = new StructType();
    for (String column : columns) {
      all = all.add(column, "string");
    }
    for (var field : schema.fields()) {
      all = all.add(field);
    }
    return all.add("probabilities", DataTypes.createArrayType(DataTypes.FloatType));
  }

  private static Object probabilities() {
    return SparkShims.seq(List.of(0.25f, 0.75f));
  }

  @Test
  void aPredictionIsItsNumberNameAndProbability() {
    assertThat(
            PredictionText.of(
                row(
                    with(PREDICTED, "path", "remark", "class"),
                    "photos/1.png",
                    "inverted, scaled by 0.12",
                    "dog",
                    1,
                    0.75,
                    probabilities()),
                List.of("cat", "dog")))
        .isEqualTo(
            """
            path photos/1.png (inverted, scaled by 0.12)
              probabilities: [2.5000e-01, 7.5000e-01]
              argmax: 1 (dog)  probability: 0.75000000
              then 0 (cat): 0.25000000""");
    assertThat(PredictionText.of(row(with(PREDICTED), 1, 0.75, probabilities()), List.of("0", "1")))
        .startsWith("image\n")
        .endsWith("  argmax: 1  probability: 0.75000000\n  then 0: 0.25000000");
  }

  /** Of equals the lowest, as argmax. */
  @Test
  void theTwoNextClassesAreNamed() {
    assertThat(
            PredictionText.of(
                List.of(0.125f, 0.25f, 0.125f, 0.25f, 0.25f), List.of("0", "1", "2", "3", "4")))
        .endsWith("\n  argmax: 1  probability: 0.25000000\n  then 3: 0.25000000, 4: 0.25000000");
  }

  @Test
  void ofABlankImageItIsSaidWhyThereIsNone() {
    assertThat(
            PredictionText.of(
                row(
                    with(PREDICTED, "path", "remark", "class"),
                    "photos/1.png",
                    "no ink found",
                    null,
                    null,
                    null,
                    null),
                List.of("cat", "dog")))
        .isEqualTo("path photos/1.png\n  no prediction: no ink found");
  }
}
