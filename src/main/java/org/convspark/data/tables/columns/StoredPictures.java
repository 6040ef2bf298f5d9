package org.convspark.data.tables.columns;

import java.util.List;
import org.apache.spark.sql.Row;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.pictures.PictureFormat;

/**
 * Picture files with their paths: Hugging Face's struct of bytes and path, or the columns that
 * Spark's {@code binaryFile} makes.
 *
 * @param names of the struct; or of the column of bytes, and that of paths
 * @param bytes place of the bytes in the struct; -1 where there is none
 * @param path place of the path in the struct; -1 where there is none
 */
public record StoredPictures(List<String> names, int bytes, int path) implements ImageColumns {
  @Override
  public RawImage read(Row row, int[] places, RowFacts facts) {
    boolean struct = bytes >= 0;
    Row holder = struct ? (row.isNullAt(places[0]) ? null : row.getStruct(places[0])) : row;
    int at = struct ? bytes : places[0];
    if (holder == null || holder.isNullAt(at)) {
      String found = path(row, places) == null ? "no image" : "a path, but no image";
      return facts.bad(found, "the bytes of a picture");
    }
    byte[] file = holder.getAs(at);
    return PictureFormat.of(file).isPresent()
        ? facts.picture(file)
        : facts.bad(file.length + " bytes that are no picture", "a picture");
  }

  @Override
  public String path(Row row, int[] places) {
    if (bytes < 0) {
      return row.isNullAt(places[1]) ? null : row.getString(places[1]);
    }
    Row struct = path < 0 || row.isNullAt(places[0]) ? null : row.getStruct(places[0]);
    return struct == null || struct.isNullAt(path) ? null : struct.getString(path);
  }

  @Override
  public boolean hasPath() {
    return bytes < 0 || path >= 0;
  }

  @Override
  public boolean classIsDirectory() {
    return bytes < 0;
  }

  @Override
  public boolean pictures() {
    return true;
  }
}
