package org.convspark.data.tables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;
import org.convspark.data.Contents;
import org.convspark.data.ImageShape;
import org.convspark.data.ModelInput;
import org.convspark.data.PixelLayout;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.PreprocessingOption;
import org.convspark.data.tables.columns.BinaryColumn;
import org.convspark.data.tables.columns.Cell;
import org.convspark.data.tables.columns.ColumnSearch;
import org.convspark.data.tables.columns.FlatPixels;
import org.convspark.data.tables.columns.FlatShape;
import org.convspark.data.tables.columns.ImageColumns;
import org.convspark.data.tables.columns.TableColumns;
import org.convspark.storage.Location;

/** Opens tables and finds out which of their columns are what. */
final class TableOpener {
  private static final Map<Contents.Kind, String> FORMATS =
      Map.of(
          Contents.Kind.PARQUET, "parquet",
          Contents.Kind.ORC, "orc",
          Contents.Kind.AVRO, "avro",
          Contents.Kind.CSV, "csv");

  private final SparkSession spark;
  private final DataConfig config;
  private final Optional<PixelLayout> layout;
  private final FlatShape shape;
  private final boolean toTrain;

  /**
   * Makes an opener.
   *
   * @param model that the images are for, where there is one
   * @param toTrain whether classes are needed, to train or to evaluate
   */
  TableOpener(SparkSession spark, DataConfig config, Optional<ModelInput> model, boolean toTrain) {
    this.spark = spark;
    this.config = config;
    this.layout = PixelLayout.parse(config.shape());
    this.toTrain = toTrain;
    this.shape =
        new FlatShape(
            layout.orElse(null), model.map(each -> before(each, config)).orElse(null), !toTrain);
  }

  /** The shape of images that preprocessing makes the model's input without changing their size. */
  private static ImageShape before(ModelInput model, DataConfig config) {
    ImageShape shape = model.shape();
    boolean transpose =
        PreprocessingOption.parse(config.preprocess())
            .forModel(model.preprocessing(), shape)
            .transpose();
    return transpose ? new ImageShape(shape.width(), shape.height(), shape.channels()) : shape;
  }

  /** Returns how files are divided, and what of the directory isn't one of them. */
  TableFiles divide(Contents contents, List<String> remarks) {
    KindFilter filter =
        KindFilter.of(JavaSparkContext.fromSparkContext(spark.sparkContext()), contents);
    contents.remark().ifPresent(remarks::add);
    remarks.addAll(filter.remarks());
    return config.columns().split().isPresent()
        ? TableFiles.undivided(contents.root(), filter.files())
        : TableFiles.of(contents.root(), filter.files());
  }

  /**
   * Opens files.
   *
   * @throws InputException if they can't be read, or it can't be told which columns are what
   */
  Table open(Contents contents, TableFiles.Group group) {
    String where = group.files().size() == 1 ? group.files().get(0) : group.base().toString();
    boolean csv = contents.kind() == Contents.Kind.CSV;
    Optional<CsvHeader> header =
        csv ? Optional.of(header(contents.root(), group.files())) : Optional.empty();
    Dataset<Row> rows =
        TableReader.read(
            spark,
            FORMATS.get(contents.kind()),
            group.base(),
            group.files(),
            header.map(CsvHeader::options).orElse(Map.of()),
            header.map(CsvHeader::schema));
    Dataset<Row> named = header.isPresent() ? header.get().named(rows) : rows;
    return open(group.split(), where, named, header, true);
  }

  /**
   * Returns how a column of images is read, without a look at any row.
   *
   * @param where what errors call the rows
   * @param field the column
   */
  ImageColumns unseen(String where, StructField field) {
    StructType schema = new StructType(new StructField[] {field});
    DataConfig.Columns asked =
        new DataConfig.Columns(
            Optional.of(field.name()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return TableColumns.find(
            new ColumnSearch(where, schema),
            asked,
            toTrain,
            false,
            shape,
            layout.map(PixelLayout::channelsLast).orElse(null))
        .images();
  }

  /**
   * Opens rows that somebody else has read.
   *
   * @param where what errors call them
   */
  Table open(String where, Dataset<Row> rows) {
    return open(Optional.empty(), where, rows, Optional.empty(), false);
  }

  /** Opens a table of Spark's catalog, or a query. */
  Table open(String location) {
    return open(
        Optional.empty(),
        SqlLocation.name(location),
        SqlLocation.open(spark, location),
        Optional.empty(),
        false);
  }

  private static CsvHeader header(Location root, List<String> files) {
    CsvHeader first = CsvHeader.read(root.at(files.get(0)));
    for (String file : files.subList(1, files.size())) {
      CsvHeader header = CsvHeader.read(root.at(file));
      if (header.named() != first.named() || !header.columns().equals(first.columns())) {
        throw new InputException(
            file,
            "a first line " + header.beginning(),
            first.beginning() + " as in " + files.get(0),
            "give the file or directory that is meant");
      }
    }
    return first;
  }

  private Table open(
      Optional<Split> split,
      String where,
      Dataset<Row> rows,
      Optional<CsvHeader> header,
      boolean ofFiles) {
    StructType schema = header.isPresent() ? typed(where, rows, header.get()) : rows.schema();
    TableColumns columns;
    try {
      columns =
          TableColumns.find(
              new ColumnSearch(where, schema),
              config.columns(),
              toTrain,
              header.isPresent(),
              shape,
              layout.map(PixelLayout::channelsLast).orElse(null));
    } catch (InputException e) {
      boolean unnamed = header.isPresent() && !header.get().named();
      throw unnamed && config.columns().label().isEmpty() ? unnamed(e, header.get()) : e;
    }
    Table table = new Table(split, where, rows, columns, ofFiles);
    return table.with(columns.with(afterFirst(table)));
  }

  private static InputException unnamed(InputException e, CsvHeader header) {
    return new InputException(
        e.where(),
        header.columns().size() + " numbers in the first line, " + header.beginning(),
        "a header that names the label and the pixels",
        "write one, or say which column is what: --label-column _c0 for the first",
        e);
  }

  /** The types that the first row shows. */
  private static StructType typed(String where, Dataset<Row> rows, CsvHeader header) {
    Column corrupt = Table.column(CsvHeader.CORRUPT);
    Row first = first(where, rows.filter(corrupt.isNull()));
    if (first == null) {
      throw new InputException(
          where,
          "text that is no table, " + header.beginning() + " its first line",
          "CSV: a header such as label,pixel0,pixel1 and a line for each image",
          "check the path");
    }
    StructType typed = new StructType();
    for (int i = 0; i < first.size(); i++) {
      String name = rows.columns()[i];
      if (!name.equals(CsvHeader.CORRUPT)) {
        String text = first.get(i) instanceof String value ? value.strip() : null;
        boolean number = text == null || Cell.isNumber(text);
        boolean whole = text == null || text.matches("-?\\d{1,18}");
        typed =
            typed.add(
                name,
                whole ? DataTypes.LongType : number ? DataTypes.DoubleType : DataTypes.StringType);
      }
    }
    return typed;
  }

  /** What the first image tells of all: whether it is a picture, and whether its shape is known. */
  private ImageColumns afterFirst(Table table) {
    ImageColumns images = table.columns().images();
    Column column = Table.column(images.names().get(0));
    Row first = first(table.where(), table.rows().select(column).filter(column.isNotNull()));
    if (first == null && toTrain) {
      throw new InputException(
          table.where(), "no images", "a row for each", "give a table that has some");
    }
    if (first == null) {
      return images;
    }
    if (images instanceof BinaryColumn binary) {
      byte[] bytes = first.getAs(0);
      BinaryColumn like = binary.like(bytes);
      if (!like.pictures()) {
        shape.require(table.where(), bytes.length);
      }
      return like;
    }
    if (images instanceof FlatPixels flat && flat.array()) {
      shape.require(table.where(), first.<scala.collection.Seq<?>>getAs(0).size());
    }
    return images;
  }

  private static Row first(String where, Dataset<Row> rows) {
    try {
      // As all rows will be read, so that errors name the file.
      List<Row> first = rows.javaRDD().mapPartitions(some -> new PlacedRows(some, where)).take(1);
      return first.isEmpty() ? null : first.get(0);
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw TableReader.unreadable(where, e);
    }
  }
}
