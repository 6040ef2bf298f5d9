package org.convspark.data.tables.columns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.convspark.config.DataConfig;
import org.convspark.config.InputException;

/**
 * Which columns of a table are what.
 *
 * @param images the pictures or pixels
 * @param label classes
 * @param numbered whether the classes are whole numbers by their type
 * @param id whole numbers
 * @param weight numbers
 * @param split text
 * @param remarks for people: what else might have been taken for one of them, and why it isn't
 */
public record TableColumns(
    ImageColumns images,
    Optional<String> label,
    boolean numbered,
    Optional<String> id,
    Optional<String> weight,
    Optional<String> split,
    List<String> remarks) {

  private static final String LABEL = "--label-column";
  private static final List<String> LABELS =
      List.of("label", "labels", "class", "target", "y", "fine_label", "digit", "category");

  /**
   * Finds the columns, by the names that were given or the usual ones.
   *
   * @param asked names that were given; all but the image's may be missing where they aren't needed
   * @param toTrain whether the other columns are needed, too
   * @param text whether all values are text, whose types are told by the first row
   * @param shape of pixels that come without one
   * @param channelsLast whether innermost arrays are channels; null to tell by their number
   * @throws InputException if there is no column of images, or a column that was asked for isn't
   *     there or is of another type, or there are several that it might be
   */
  public static TableColumns find(
      ColumnSearch search,
      DataConfig.Columns asked,
      boolean toTrain,
      boolean text,
      FlatShape shape,
      Boolean channelsLast) {
    Search found = new Search(search, toTrain);
    Optional<StructField> label =
        search.find(
            LABEL,
            asked.label().filter(found::has),
            LABELS,
            TableColumns::isLabel,
            "numbers, text or truths");
    Predicate<DataType> whole = type -> type instanceof IntegralType;
    Predicate<DataType> number = type -> type instanceof NumericType;
    Optional<StructField> id = found.find("--id-column", asked.id(), "id", whole, "whole numbers");
    Optional<StructField> weight =
        found.find("--weight-column", asked.weight(), "weight", number, "numbers");
    Optional<StructField> split =
        found.find("--split-column", asked.split(), "split", TableColumns::isText, "text");
    List<String> taken =
        Stream.of(label, id, weight, split)
            .flatMap(Optional::stream)
            .map(StructField::name)
            .toList();
    ImageSearch images = new ImageSearch(search, text, shape, channelsLast);
    ImageColumns image = images.find(asked.image(), taken);
    if (image.names().size() > 2) {
      List<String> others = images.pixelColumns(taken).others();
      if (!others.isEmpty()) {
        found.remarks.add("Columns that are no pixels: " + String.join(", ", others));
      }
    }
    return new TableColumns(
        image,
        label.map(StructField::name),
        label.filter(each -> each.dataType() instanceof IntegralType).isPresent(),
        id.map(StructField::name),
        weight.map(StructField::name),
        split.map(StructField::name),
        List.copyOf(found.remarks));
  }

  /** Returns the error of a table without classes. */
  public static InputException unlabelled(ColumnSearch search) {
    return new InputException(
        search.where(),
        search.columns(),
        "a column of classes, called 'label'",
        "give its name by " + LABEL);
  }

  /** Returns the same with other image columns, as a look at the table has told. */
  public TableColumns with(ImageColumns other) {
    return new TableColumns(other, label, numbered, id, weight, split, remarks);
  }

  private static boolean isLabel(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType || isText(type);
  }

  private static boolean isText(DataType type) {
    return type instanceof StringType;
  }

  /** The columns that a table needn't have. */
  private static final class Search {
    private final ColumnSearch search;
    private final boolean toTrain;
    private final List<String> remarks = new ArrayList<>();

    Search(ColumnSearch search, boolean toTrain) {
      this.search = search;
      this.toTrain = toTrain;
    }

    boolean has(String name) {
      return Arrays.stream(search.schema().fieldNames()).anyMatch(name::equalsIgnoreCase);
    }

    Optional<StructField> find(
        String option,
        Optional<String> asked,
        String usual,
        Predicate<DataType> fits,
        String types) {
      Optional<String> wanted = asked.filter(name -> toTrain || has(name));
      Optional<StructField> found = search.find(option, wanted, List.of(usual), fits, types);
      if (toTrain && found.isEmpty() && has(usual)) {
        remarks.add("Column '" + usual + "' isn't used: it holds no " + types);
      }
      return found;
    }
  }
}
