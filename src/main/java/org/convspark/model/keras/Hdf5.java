package org.convspark.model.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.convspark.config.InputException;

/** An HDF5 file of unknown origin, in memory. What is in other files is not looked for. */
final class Hdf5 implements AutoCloseable {
  private static final byte[] MAGIC = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final String where;
  private final HdfFile file;

  private Hdf5(String where, HdfFile file) {
    this.where = where;
    this.file = file;
  }

  static boolean begins(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, MAGIC.length);
  }

  /**
   * @param where the file, for errors
   * @throws InputException if it isn't HDF5
   */
  static Hdf5 open(String where, byte[] bytes) {
    if (bytes.length < declaredLength(bytes)) {
      throw new InputException(
          where,
          "HDF5 of " + bytes.length + " bytes, cut off",
          declaredLength(bytes) + " bytes as it says",
          "copy the file again");
    }
    return new Hdf5(where, whole(where, () -> HdfFile.fromBytes(bytes)));
  }

  /**
   * Returns the address of the end of the file in its superblock, which the reader doesn't look at;
   * 0 where it isn't known.
   */
  private static long declaredLength(byte[] bytes) {
    int version = bytes.length > MAGIC.length ? bytes[MAGIC.length] : -1;
    int at =
        switch (version) {
          case 0 -> 40;
          case 1 -> 44;
          case 2, 3 -> 28;
          default -> 0;
        };
    int sizeOfOffsets = version < 0 || bytes.length < 14 ? 0 : bytes[version < 2 ? 13 : 9];
    if (at == 0 || sizeOfOffsets != Long.BYTES) {
      return 0;
    }
    return bytes.length < at + Long.BYTES
        ? at + Long.BYTES
        : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
  }

  /** The reader throws whatever it stumbles over. */
  private static <T> T whole(String where, Supplier<T> read) {
    try {
      return read.get();
    } catch (InputException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw damaged(where, e);
    } catch (OutOfMemoryError e) {
      throw damaged(where, e);
    }
  }

  private static InputException damaged(String where, Throwable e) {
    return new InputException(
        where, "HDF5 that can't be read", "a whole file of Keras", "save the model again", e);
  }

  String where() {
    return where;
  }

  InputException refuse(String found, String expected) {
    return new InputException(where, found, expected, "save the whole model again");
  }

  /** Returns the group at a path; empty where there is none. */
  Optional<Group> group(String path) {
    return node(path).map(node -> node instanceof Group group ? group : null);
  }

  private Optional<Node> node(String path) {
    return whole(
        where,
        () -> {
          Node node = file;
          for (String name : path.split("/")) {
            if (name.isEmpty()) {
              continue;
            }
            if (!(node instanceof Group group) || !group.getChildren().containsKey(name)) {
              return Optional.empty();
            }
            node = group.getChildren().get(name);
            if (node.isLink()) {
              throw refuse(path + ", a link to " + name, "the weights in this file");
            }
          }
          return Optional.of(node);
        });
  }

  /** Returns an attribute's text; empty where there is none. */
  Optional<String> text(Node node, String name) {
    return whole(
        where,
        () ->
            Optional.ofNullable(node.getAttributes().get(name))
                .map(Attribute::getData)
                .filter(String.class::isInstance)
                .map(String.class::cast));
  }

  Optional<String> text(String name) {
    return text(file, name);
  }

  /** Returns an attribute's texts, which Keras spreads over several where they are long. */
  List<String> texts(Node node, String name) {
    return whole(
        where,
        () -> {
          List<String> all = new ArrayList<>();
          if (node.getAttributes().containsKey(name)) {
            add(node.getAttributes().get(name), all);
            return all;
          }
          for (int i = 0; node.getAttributes().containsKey(name + i); i++) {
            add(node.getAttributes().get(name + i), all);
          }
          return all;
        });
  }

  private static void add(Attribute attribute, List<String> to) {
    Object data = attribute.getData();
    if (data instanceof String text) {
      to.add(text);
    } else if (data instanceof String[] texts) {
      to.addAll(Arrays.asList(texts));
    }
  }

  /**
   * Returns the values of an array in C order.
   *
   * @param shape that it must have, known before anything is read
   */
  float[] values(String path, int... shape) {
    Node node = node(path).orElseThrow(() -> refuse("no array " + path, "the layer's weights"));
    if (!(node instanceof Dataset array)) {
      throw refuse(path + ", no array", "the layer's weights");
    }
    return whole(
        where,
        () -> {
          if (!Arrays.equals(array.getDimensions(), shape)) {
            throw refuse(
                path + " of " + Arrays.toString(array.getDimensions()),
                Arrays.toString(shape) + " by the configuration");
          }
          Object flat = array.getDataFlat();
          if (flat instanceof float[] floats) {
            return floats;
          }
          if (flat instanceof double[] doubles) {
            float[] floats = new float[doubles.length];
            for (int i = 0; i < floats.length; i++) {
              floats[i] = (float) doubles[i];
            }
            return floats;
          }
          throw refuse(path + " of another type", "floating-point numbers");
        });
  }

  @Override
  public void close() {
    file.close();
  }
}
