package org.convspark.model.keras;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files as Keras does. Weights are arrays of floats of one to four dimensions. */
final class KerasFiles {
  private KerasFiles() {}

  /** A whole model in HDF5: the configuration is an attribute, arrays lie by their names. */
  static void legacy(Path file, String config, Map<String, List<Object>> weights) {
    try (WritableHdfFile hdf5 = HdfFile.write(file)) {
      hdf5.putAttribute("model_config", config);
      hdf5.putAttribute("keras_version", "2.15.0");
      WritableGroup all = hdf5.putGroup("model_weights");
      weights.forEach(
          (layer, arrays) -> {
            WritableGroup group = all.putGroup(layer);
            WritableGroup inner = group.putGroup(layer);
            String[] names = new String[arrays.size()];
            for (int i = 0; i < names.length; i++) {
              names[i] = layer + "/w" + i + ":0";
              inner.putDataset("w" + i + ":0", arrays.get(i));
            }
            group.putAttribute("weight_names", names);
          });
    }
  }

  /**
   * A .keras file of Keras 3.
   *
   * @param groups what Keras calls a layer's group in it, by the layer's name
   * @param named whether the groups say the layers' names, as since Keras 3.3 or so
   */
  static void zip(
      Path file,
      String config,
      Map<String, List<Object>> weights,
      Map<String, String> groups,
      boolean named)
      throws IOException {
    Path hdf5 = Files.createTempFile(file.getParent(), "weights", ".h5");
    try (WritableHdfFile out = HdfFile.write(hdf5)) {
      WritableGroup all = out.putGroup("layers");
      weights.forEach(
          (layer, arrays) -> {
            WritableGroup vars = all.putGroup(groups.getOrDefault(layer, layer)).putGroup("vars");
            if (named) {
              vars.putAttribute("name", layer);
            }
            for (int i = 0; i < arrays.size(); i++) {
              vars.putDataset(Integer.toString(i), arrays.get(i));
            }
          });
    }
    archive(
        file,
        Map.of(
            "metadata.json", "{\"keras_version\": \"3.8.0\"}".getBytes(StandardCharsets.UTF_8),
            "config.json", config.getBytes(StandardCharsets.UTF_8),
            "model.weights.h5", Files.readAllBytes(hdf5)));
  }

  static void archive(Path file, Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }
}
