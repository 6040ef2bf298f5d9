package org.convspark.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.LocalSpark;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;

/** Drawn digits as the rows of a program, in every way in which they can be given. */
final class DigitRows {
  static final int SIDE = 28;

  private static final StructType IMAGE =
      new StructType()
          .add("origin", DataTypes.StringType)
          .add("height", DataTypes.IntegerType)
          .add("width", DataTypes.IntegerType)
          .add("nChannels", DataTypes.IntegerType)
          .add("mode", DataTypes.IntegerType)
          .add("data", DataTypes.BinaryType);

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("label", DataTypes.IntegerType)
          .add("name", DataTypes.StringType)
          .add("weight", DataTypes.DoubleType)
          .add("validation", DataTypes.BooleanType)
          .add("split", DataTypes.StringType)
          .add("binary", DataTypes.BinaryType)
          .add("vector", SQLDataTypes.VectorType())
          .add("numbers", DataTypes.createArrayType(DataTypes.IntegerType))
          .add("fractions", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("struct", IMAGE);

  private DigitRows() {}

  /** So many digits, every fifth for validation, or the test. */
  static Dataset<Row> of(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] image = SyntheticDigits.draw(1, Split.TRAIN, i);
      int[] pixels = IntStream.range(0, image.length).map(k -> image[k] & 0xff).toArray();
      int label = SyntheticDigits.label(1, Split.TRAIN, i);
      boolean aside = i % 5 == 4;
      rows.add(
          RowFactory.create(
              (long) i,
              label,
              "digit " + label,
              1 + i % 3.0,
              aside,
              aside ? "test" : "train",
              image,
              Vectors.dense(Arrays.stream(pixels).asDoubleStream().toArray()),
              Arrays.stream(pixels).boxed().toList(),
              Arrays.stream(pixels).mapToObj(each -> each / 255.0).toList(),
              RowFactory.create("digit-" + i, SIDE, SIDE, 1, 0, image)));
    }
    return LocalSpark.session().createDataFrame(rows, SCHEMA).repartition(3);
  }

  /** An estimator that trains on such digits in a moment. */
  static ConvSparkClassifier classifier() {
    return new ConvSparkClassifier()
        .setFeaturesCol("binary")
        .setNetwork("dense")
        .setEpochs(2)
        .setWorkers(2)
        .setBatchSize(16);
  }

  static float[] parameters(ConvSparkClassificationModel model) {
    return model.trained().graph().params().toFloatVector();
  }
}
