package org.convspark.data.tables;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.data.BadImage;
import org.convspark.data.Contents;
import org.convspark.data.ModelInput;
import org.convspark.data.conversion.PreprocessImage;
import org.convspark.data.pictures.Images;
import org.convspark.data.tables.columns.ImageColumns;
import org.convspark.data.tables.columns.ValueRange;

/** Opens tables of images to predict, labelled or not, and keeps all of their columns. */
public final class TableRows {
  private final SparkSession spark;
  private final DataConfig config;
  private final ModelInput model;
  private final TableOpener opener;

  /**
   * Makes it for a model.
   *
   * @param model what it takes
   */
  public TableRows(SparkSession spark, DataConfig config, ModelInput model) {
    this.spark = spark;
    this.config = config;
    this.model = model;
    this.opener = new TableOpener(spark, config, Optional.of(model), false);
  }

  /**
   * Opens a directory of Parquet, ORC, Avro or CSV files, or one of them; of all splits, if they
   * are divided.
   *
   * @throws InputException if they can't be read, or it can't be told which columns are the images
   */
  public Images ofFiles(Contents contents) {
    List<String> remarks = new ArrayList<>();
    TableFiles files = opener.divide(contents, remarks);
    List<Table> tables = new ArrayList<>();
    for (TableFiles.Group group : files.groups()) {
      try {
        tables.add(opener.open(contents, group));
      } catch (InputException e) {
        if (!files.divided() || group.split().isPresent()) {
          throw e;
        }
        remarks.add("Left out " + TableFiles.names(group.files()) + ": " + e.found());
      }
    }
    return of(contents.root().name(), tables, remarks);
  }

  /**
   * Opens a table of Spark's catalog, or a query.
   *
   * @param location {@code table:NAME} or {@code sql:QUERY}
   * @throws InputException if Spark doesn't know it, or it can't be told which columns are the
   *     images
   */
  public Images ofSql(String location) {
    return of(SqlLocation.name(location), List.of(opener.open(location)), new ArrayList<>());
  }

  private Images of(String name, List<Table> tables, List<String> remarks) {
    ValueRange range = new ValueRange();
    for (Table table : tables) {
      ImageColumns images = table.columns().images();
      if (images.needsLook()) {
        Table narrow = table.narrow();
        Look look = Look.at(narrow.rows().javaRDD(), table.where(), images, narrow.imagePlaces());
        range.merge(look.range());
      }
    }
    remarks.addAll(range.remarks());
    CollectionAccumulator<BadImage> bad = spark.sparkContext().collectionAccumulator("bad images");
    Dataset<Row> rows = null;
    for (Table table : tables) {
      ImageColumns images = table.columns().images().scaled(range.scale());
      Dataset<Row> some = predictable(table.with(table.columns().with(images)), bad);
      rows = rows == null ? some : united(name, rows, some);
    }
    return new Images(
        name,
        model.shape(),
        Optional.empty(),
        rows,
        () -> BadImage.distinct(bad.value()),
        List::of,
        List.copyOf(remarks));
  }

  private Dataset<Row> predictable(Table table, CollectionAccumulator<BadImage> bad) {
    PredictableColumns columns = PredictableColumns.of(table);
    PreprocessImage preprocess = PreprocessImage.of(config, model);
    boolean skip = config.onBad() == DataConfig.OnBad.SKIP;
    return table
        .rows()
        .mapPartitions(
            new PredictableRows(table, columns, preprocess, skip, bad),
            Encoders.row(columns.schema()));
  }

  private static Dataset<Row> united(String name, Dataset<Row> some, Dataset<Row> others) {
    try {
      return some.unionByName(others, true);
    } catch (Exception e) {
      throw TableReader.unreadable(name, e);
    }
  }
}
