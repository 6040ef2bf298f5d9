package org.convspark.data.tables;

import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.convspark.data.Split;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.tables.columns.ImageColumns;
import org.convspark.data.tables.columns.ValueRange;

/**
 * The images of tables. Where their numbers have to be understood, or rows to be counted for their
 * ids, all rows are looked at first.
 *
 * @param images of each split
 * @param range what the numbers were taken for
 */
record TableImages(Map<Split, JavaRDD<RawImage>> images, ValueRange range) {
  /**
   * Reads tables.
   *
   * @throws org.convspark.config.InputException if ids aren't unique, or a file can't be read
   */
  static TableImages of(Map<Split, Table> tables) {
    Map<Split, Table> narrow = new EnumMap<>(Split.class);
    Map<Split, JavaRDD<Row>> rows = new EnumMap<>(Split.class);
    tables.forEach(
        (split, table) -> {
          table.requireUniqueIds();
          Table only = table.narrow();
          narrow.put(split, only);
          // The same for all that is done with it: another time Spark may divide files otherwise.
          rows.put(split, only.rows().javaRDD());
        });
    Map<Split, Map<String, Long>> offsets = new EnumMap<>(Split.class);
    ValueRange range = new ValueRange();
    narrow.forEach((split, table) -> offsets.put(split, look(table, rows.get(split), range)));
    Map<Split, JavaRDD<RawImage>> images = new EnumMap<>(Split.class);
    narrow.forEach(
        (split, table) -> {
          ImageColumns scaled = table.columns().images().scaled(range.scale());
          ReadImages read =
              new ReadImages(table.with(table.columns().with(scaled)), offsets.get(split));
          JavaRDD<RawImage> found = rows.get(split).mapPartitions(read);
          images.put(split, isPlaced(table) ? found : ContentOrder.number(found));
        });
    return new TableImages(images, range);
  }

  private static boolean isPlaced(Table table) {
    return table.ofFiles() || table.columns().id().isPresent();
  }

  /** Looks at all rows where that tells something, and returns how many are before each block. */
  private static Map<String, Long> look(Table table, JavaRDD<Row> rows, ValueRange range) {
    ImageColumns columns = table.columns().images();
    if (!columns.needsLook() && !(table.ofFiles() && table.columns().id().isEmpty())) {
      return Map.of();
    }
    Look look = Look.at(rows, table.where(), columns, table.imagePlaces());
    range.merge(look.range());
    return look.offsets();
  }
}
