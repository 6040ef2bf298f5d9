package org.convspark.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convspark.config.InputException;

/** JSON of a run directory: UTF-8, indented, ending in a line feed. */
public final class Json {
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String REMEDY = "give a run directory that this version wrote";

  private Json() {}

  /** Writes to the stream and leaves it open. */
  public static void write(JsonNode node, OutputStream out) throws IOException {
    out.write(MAPPER.writeValueAsBytes(node));
    out.write('\n');
  }

  /**
   * @throws InputException if there is no such file, it can't be read, or it isn't JSON
   */
  public static JsonNode read(Location file) {
    return parse(file.toString(), text(file));
  }

  /** As {@link #read(Location)}. */
  public static JsonNode read(Path path, Configuration hadoop) {
    return read(Location.of(path.toString(), hadoop, expectation(path.toString())));
  }

  /** What errors say of a run directory, or of a file in it. */
  public static Expectation expectation(String where) {
    return new Expectation(where, "a file", REMEDY);
  }

  /**
   * The content of a file.
   *
   * @throws InputException if there is no such file, or it can't be read
   */
  public static String text(Location file) {
    if (!file.exists()) {
      throw new InputException(file.toString(), "nothing", "a file", REMEDY);
    }
    return new String(file.read(), StandardCharsets.UTF_8);
  }

  public static JsonNode parse(String where, String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InputException(where, e.getOriginalMessage(), "JSON", REMEDY, e);
    }
  }

  /**
   * An object from JSON text.
   *
   * @throws InputException if it isn't JSON, or a key is missing or has a wrong value
   */
  public static <T> T parse(String where, String text, Class<T> type) {
    try {
      return MAPPER.treeToValue(parse(where, text), type);
    } catch (JsonProcessingException e) {
      throw new InputException(
          where, e.getOriginalMessage(), "a " + type.getSimpleName(), REMEDY, e);
    }
  }

  /** A value as JSON. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A value as JSON without line breaks. */
  public static String line(Object value) {
    return tree(value).toString();
  }

  /**
   * The value of a key that must be there, though it may be null.
   *
   * @throws InputException if it isn't
   */
  public static JsonNode required(String where, JsonNode object, String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      throw new InputException(where, "no key \"" + key + "\"", "one", REMEDY);
    }
    return value;
  }

  /**
   * @throws InputException if the key is missing or isn't a number
   */
  public static JsonNode number(String where, JsonNode object, String key) {
    JsonNode value = required(where, object, key);
    if (!value.isNumber()) {
      throw new InputException(where, value + " as \"" + key + "\"", "a number", REMEDY);
    }
    return value;
  }
}
