package org.convspark.data.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.convspark.LocalSpark;
import org.convspark.data.DatasetInfo;
import org.convspark.data.TestData;
import org.convspark.data.idx.IdxFixture;
import org.convspark.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HubFeaturesTest {
  private static final String FEATURES =
      """
      {"info": {"features": {"image": {"_type": "Image"},
       "label": {"names": ["t-shirt", "coat", "ankle boot"], "_type": "ClassLabel"}}}}""";

  @TempDir private Path directory;

  /** As Hugging Face's {@code datasets} writes them: pictures in a struct, and its own metadata. */
  private Path write(String name, int count, String features) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message hub {
              optional group image { optional binary bytes; optional binary path (UTF8); }
              optional int64 label;
            }""");
    Path file = directory.resolve(name);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .withExtraMetaData(Map.of("huggingface", features))
            .build()) {
      for (int id = 0; id < count; id++) {
        Group row = new SimpleGroup(schema);
        Group image = row.addGroup("image");
        image.add("bytes", Binary.fromConstantByteArray(TableFixture.png(IdxFixture.image(id))));
        image.add("path", id + ".png");
        row.add("label", (long) IdxFixture.label(id));
        writer.write(row);
      }
    }
    Files.deleteIfExists(directory.resolve("." + name + ".crc"));
    return file;
  }

  @Test
  void namesOfClassesAreTakenFromTheFooter() throws IOException {
    write("train-00000-of-00001.parquet", 30, FEATURES);
    write("test-00000-of-00001.parquet", 12, FEATURES);
    Files.writeString(directory.resolve("README.md"), "# Clothes");

    DatasetInfo info = TestData.open(LocalSpark.session(), directory.toString()).info();
    assertThat(info.classNames()).containsExactly("t-shirt", "coat", "ankle boot");
    assertThat(info.counts().toString()).isEqualTo("{TRAIN=[10, 10, 10], TEST=[4, 4, 4]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[]",
        "{\"info\": {\"features\": {\"label\": {\"names\": \"abc\"}}}}",
        "{\"info\": {\"features\": {\"label\": {\"names\": [1, 2, 3]}}}}",
        "{\"info\": {\"features\": {\"label\": {\"names\": [\"a\", \"a\", \"b\"]}}}}",
        "{\"info\": {\"features\": {\"label\": {\"names\": [\"0\", \"1\", \"2\"]}}}}"
      })
  void whatSaysNothingIsIgnored(String features) throws IOException {
    Path file = write("t.parquet", 3, features);

    assertThat(classNames(file)).isEmpty();
    assertThat(classNames(Files.writeString(directory.resolve("x"), "PAR1 nothing"))).isEmpty();
  }

  private static List<String> classNames(Path file) {
    Configuration hadoop = new Configuration();
    return HubFeatures.classNames(Location.of(file.toString(), hadoop), hadoop, "label");
  }
}
