package org.convspark.data.tables;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.convspark.data.tables.columns.ImageColumns;
import org.convspark.data.tables.columns.ValueRange;

/**
 * What one look at all rows of a table tells: how many there are in each block, and the numbers.
 */
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
final class Look implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Long> rows = new TreeMap<>();
  private final ValueRange range = new ValueRange();

  private Look() {}

  /**
   * Looks at all rows, on the executors.
   *
   * @param table what errors call it
   * @param places of the image's columns
   */
  static Look at(JavaRDD<Row> rows, String table, ImageColumns images, int[] places) {
    try {
      return rows.mapPartitions(some -> List.of(over(some, table, images, places)).iterator())
          .treeReduce(Look::merge);
    } catch (Exception e) {
      throw TableReader.unreadable(table, e);
    }
  }

  private static Look over(Iterator<Row> some, String table, ImageColumns images, int[] places) {
    Look look = new Look();
    PlacedRows placed = new PlacedRows(some, table);
    String block = "";
    long count = 0;
    while (placed.hasNext()) {
      Row row = placed.next();
      if (placed.place() == 0) {
        look.rows.put(block, count);
        block = placed.block();
      }
      count = placed.place() + 1;
      if (images.needsLook()) {
        images.look(row, places, look.range);
      }
    }
    look.rows.put(block, count);
    return look;
  }

  private Look merge(Look other) {
    other.rows.forEach((block, n) -> rows.merge(block, n, Long::sum));
    range.merge(other.range);
    return this;
  }

  ValueRange range() {
    return range;
  }

  /** Returns how many rows there are before each block. */
  Map<String, Long> offsets() {
    Map<String, Long> offsets = new HashMap<>();
    long before = 0;
    for (Map.Entry<String, Long> block : rows.entrySet()) {
      offsets.put(block.getKey(), before);
      before += block.getValue();
    }
    return offsets;
  }
}
