package org.convspark.data.tables;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;

/**
 * What Hugging Face's {@code datasets} writes of its columns into the footers of Parquet files: the
 * names of classes whose numbers a column holds.
 */
final class HubFeatures {
  private static final String KEY = "huggingface";
  private static final int MAX_LENGTH = 4 << 20;
  private static final int MAX_CLASSES = 1 << 16;

  private HubFeatures() {}

  /**
   * Returns the names of the classes of a column, in order; none if the file doesn't say them, or
   * they are their numbers.
   */
  static List<String> classNames(Location file, Configuration hadoop, String column) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file.path(), hadoop))) {
      String text = reader.getFileMetaData().getKeyValueMetaData().get(KEY);
      return text == null || text.length() > MAX_LENGTH ? List.of() : names(text, column);
    } catch (Exception e) {
      // Numbers will do; whoever reads the file says what is wrong with it.
      return List.of();
    }
  }

  private static List<String> names(String text, String column) throws Exception {
    JsonNode found =
        Json.MAPPER.readTree(text).path("info").path("features").path(column).path("names");
    List<String> names = new ArrayList<>();
    for (JsonNode name : found) {
      if (!name.isTextual() || names.size() == MAX_CLASSES || !isName(name.asText())) {
        return List.of();
      }
      names.add(name.asText());
    }
    return isNumbers(names) || new HashSet<>(names).size() < names.size() ? List.of() : names;
  }

  private static boolean isName(String text) {
    return text.matches("[^\\p{Cntrl}]{1,200}");
  }

  private static boolean isNumbers(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals(Integer.toString(i))) {
        return false;
      }
    }
    return true;
  }
}
