package org.convspark.data.pictures;

import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.data.preprocessing.Preprocessing;

/** Makes a row to predict of an array of pixels without a label, on an executor. */
final class ArrayRow implements Function<Example, Row> {
  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("image", DataTypes.BinaryType, false);

  private final String name;
  private final Preprocessing steps;
  private final ImageShape from;
  private final ImageShape to;

  /**
   * Makes the function.
   *
   * @param name what errors call the images
   * @param steps null where arrays stay as they are
   * @param from shape of the arrays
   * @param to shape that the model takes
   */
  ArrayRow(String name, Preprocessing steps, ImageShape from, ImageShape to) {
    this.name = name;
    this.steps = steps;
    this.from = from;
    this.to = to;
  }

  @Override
  public Row call(Example example) {
    byte[] image =
        steps == null
            ? example.image()
            : steps.ofArray(name + " image " + example.id(), example.image(), from, to);
    return RowFactory.create(example.id(), image);
  }
}
