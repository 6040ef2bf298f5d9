package org.convspark.data.tables;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.data.Contents;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.conversion.RawSource;
import org.convspark.data.tables.columns.ColumnSearch;
import org.convspark.data.tables.columns.TableColumns;
import org.convspark.storage.Location;

/**
 * Labelled images in a table. Their ids are those of a column, which are checked for being unique;
 * else the rows' places in the files, which are taken in the order of their paths; else, for rows
 * of no file, as {@link ContentOrder} numbers them.
 */
public final class TableSource implements RawSource {
  private final String name;
  private final Map<Split, JavaRDD<RawImage>> images;
  private final boolean undivided;
  private final boolean weighted;
  private final List<String> classNames;
  private final List<String> remarks;

  private TableSource(
      String name,
      Map<Split, JavaRDD<RawImage>> images,
      boolean undivided,
      boolean weighted,
      List<String> classNames,
      List<String> remarks) {
    this.name = name;
    this.images = images;
    this.undivided = undivided;
    this.weighted = weighted;
    this.classNames = classNames;
    this.remarks = remarks;
  }

  /**
   * Opens a directory of Parquet, ORC, Avro or CSV files, or one of them.
   *
   * @param model that the images are for, where there is one
   * @throws InputException if they can't be read, or it can't be told which columns are what
   */
  public static TableSource ofFiles(
      SparkSession spark, DataConfig config, Optional<ModelInput> model, Contents contents) {
    List<String> remarks = new ArrayList<>();
    TableOpener opener = new TableOpener(spark, config, model, true);
    TableFiles files = opener.divide(contents, remarks);
    List<Table> tables = new ArrayList<>();
    Optional<Location> first = Optional.empty();
    for (TableFiles.Group group : files.groups()) {
      if (files.divided() && group.split().isEmpty()) {
        remarks.add(
            "Left out what is in no split's directory or file: " + TableFiles.names(group.files()));
      } else {
        tables.add(opener.open(contents, group));
        first = first.or(() -> Optional.of(contents.root().at(group.files().get(0))));
      }
    }
    List<Table> labelled = labelled(tables, remarks);
    TableColumns columns = labelled.get(0).columns();
    List<String> classNames =
        contents.kind() == Contents.Kind.PARQUET && columns.numbered()
            ? HubFeatures.classNames(
                first.orElseThrow(),
                spark.sparkContext().hadoopConfiguration(),
                columns.label().orElseThrow())
            : List.of();
    return of(contents.root().name(), labelled, classNames, remarks);
  }

  /**
   * Opens a table of Spark's catalog, or a query.
   *
   * @param location {@code table:NAME} or {@code sql:QUERY}
   * @param model that the images are for, where there is one
   * @throws InputException if Spark doesn't know it, or it can't be told which columns are what
   */
  public static TableSource ofSql(
      SparkSession spark, DataConfig config, Optional<ModelInput> model, String location) {
    Table table = new TableOpener(spark, config, model, true).open(location);
    List<String> remarks = new ArrayList<>();
    List<Table> labelled = labelled(List.of(table), remarks);
    if (table.columns().id().isEmpty()) {
      remarks.add("Rows without an id are numbered in the order of a digest of their content");
    }
    return of(SqlLocation.name(location), labelled, List.of(), remarks);
  }

  /**
   * Takes a program's own rows.
   *
   * @param where what errors call them
   * @param rows of each split, all of the same columns, with training rows among them
   * @param classNames of which labels are the numbers
   * @throws InputException if images can't be made of the columns that the configuration names
   */
  public static TableSource ofRows(
      SparkSession spark,
      DataConfig config,
      String where,
      Map<Split, Dataset<Row>> rows,
      List<String> classNames) {
    Table train =
        new TableOpener(spark, config, Optional.empty(), true).open(where, rows.get(Split.TRAIN));
    Map<Split, Table> tables = new EnumMap<>(Split.class);
    rows.forEach(
        (split, some) ->
            tables.put(split, new Table(Optional.of(split), where, some, train.columns(), false)));
    TableImages read = TableImages.of(tables);
    return new TableSource(
        where,
        read.images(),
        !tables.containsKey(Split.TEST),
        train.columns().weight().isPresent(),
        classNames,
        read.range().remarks());
  }

  /** Those with classes. Test images for a competition have none. */
  private static List<Table> labelled(List<Table> tables, List<String> remarks) {
    List<Table> labelled = tables.stream().filter(Table::labelled).toList();
    if (labelled.isEmpty()) {
      Table first = tables.get(0);
      throw TableColumns.unlabelled(new ColumnSearch(first.where(), first.rows().schema()));
    }
    tables.stream()
        .filter(table -> !table.labelled())
        .forEach(table -> remarks.add("Left out " + table.where() + ", which has no classes"));
    return labelled;
  }

  private static TableSource of(
      String name, List<Table> opened, List<String> classNames, List<String> remarks) {
    Table only = opened.get(0);
    List<Table> parts =
        opened.size() == 1 && only.split().isEmpty() && only.columns().split().isPresent()
            ? SplitColumn.divide(only)
            : opened;
    Map<Split, Table> tables = new EnumMap<>(Split.class);
    parts.forEach(part -> tables.put(part.split().orElse(Split.TRAIN), part));
    opened.forEach(table -> remarks.addAll(table.columns().remarks()));
    if (!tables.containsKey(Split.TEST) && tables.containsKey(Split.VALIDATION)) {
      tables.put(Split.TEST, tables.remove(Split.VALIDATION));
      remarks.add("No test images: the validation images are the test images");
    }
    TableImages read = TableImages.of(tables);
    remarks.addAll(read.range().remarks());
    return new TableSource(
        name,
        read.images(),
        !tables.containsKey(Split.TEST),
        tables.values().stream().anyMatch(table -> table.columns().weight().isPresent()),
        classNames,
        List.copyOf(remarks));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<Split, JavaRDD<RawImage>> images() {
    return images;
  }

  @Override
  public boolean undivided() {
    return undivided;
  }

  @Override
  public boolean weighted() {
    return weighted;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }
}
