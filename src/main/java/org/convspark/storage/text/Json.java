package org.convspark.storage.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.convspark.config.InputException;
import org.convspark.storage.Expectation;
import org.convspark.storage.Location;

/**
 * Reads and writes JSON files: UTF-8, indented, ending in a line feed. A record's components are
 * the keys, in snake_case. Nothing that is read is trusted, and no value is taken for another
 * type's.
 */
public final class Json {
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private static final ObjectReader WHOLE =
      MAPPER
          .reader()
          .with(
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private static final String REMEDY = "give a run directory that this version wrote";

  private Json() {}

  /** Writes a value to the stream and leaves it open. */
  public static void write(Object value, OutputStream out) throws IOException {
    out.write(MAPPER.writeValueAsBytes(value));
    out.write('\n');
  }

  /** Returns a record as JSON. */
  public static ObjectNode tree(Record value) {
    return MAPPER.valueToTree(value);
  }

  /** Returns a record as JSON without line breaks. */
  public static String line(Record value) {
    return tree(value).toString();
  }

  /**
   * Reads a file of a run as JSON of any form.
   *
   * @throws InputException if there is no such file, it can't be read, or it isn't JSON
   */
  public static JsonNode read(Location file) {
    return parse(file.toString(), text(file), REMEDY);
  }

  /** Returns what errors say of a run directory, or of a file in it. */
  public static Expectation expectation(String where) {
    return new Expectation(where, "a file", REMEDY);
  }

  /**
   * Reads the text of a file.
   *
   * @throws InputException if there is no such file, or it can't be read
   */
  public static String text(Location file) {
    if (!file.exists()) {
      throw new InputException(file.toString(), "nothing", "a file", REMEDY);
    }
    return new String(file.read(), StandardCharsets.UTF_8);
  }

  /**
   * Reads a file of a run as a record, of which every component must be there and not null. Other
   * keys are ignored.
   *
   * @throws InputException if {@link #read(Location)} fails, or a key's value isn't there, is of
   *     another type, or is refused by the record's constructor; it names the key
   */
  public static <T> T read(Location file, Class<T> type) {
    return bind(file.toString(), read(file), type);
  }

  /**
   * Makes a record of JSON that was read, as {@link #read(Location, Class)} does.
   *
   * @param where the file, for errors
   */
  public static <T> T bind(String where, JsonNode json, Class<T> type) {
    return bind(where, json, type, REMEDY);
  }

  /**
   * Makes a record of JSON that was read, as {@link #read(Location, Class)} does.
   *
   * @param where the file, for errors
   * @param remedy what errors tell the user to do next, an imperative clause
   */
  public static <T> T bind(String where, JsonNode json, Class<T> type, String remedy) {
    return bind(where, json, WHOLE.forType(type), remedy);
  }

  /**
   * Makes a record of JSON text. Components that aren't declared as required may be missing or
   * null.
   *
   * @param where the file, for errors
   * @throws InputException if it isn't JSON, or a value is refused as by {@link #read(Location,
   *     Class)}
   */
  public static <T> T parse(String where, String text, Class<T> type) {
    return bind(where, parse(where, text, REMEDY), MAPPER.readerFor(type), REMEDY);
  }

  private static <T> T bind(String where, JsonNode json, ObjectReader reader, String remedy) {
    if (!json.isObject()) {
      throw new InputException(where, "no JSON object", "one", remedy);
    }
    try {
      return reader.readValue(json);
    } catch (IOException e) {
      throw JsonErrors.refused(where, json, e, remedy);
    }
  }

  /**
   * Parses JSON of any form.
   *
   * @param where the file, for errors
   * @param remedy what errors tell the user to do next, an imperative clause
   * @throws InputException if it isn't JSON
   */
  public static JsonNode parse(String where, String text, String remedy) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      boolean lines = text.stripTrailing().indexOf('\n') >= 0 && e.getLocation() != null;
      String place = lines ? " at line " + e.getLocation().getLineNr() : "";
      throw new InputException(where, "damaged JSON" + place, "a JSON object", remedy, e);
    }
  }

  /**
   * Returns the value of a key that must be there, though it may be null.
   *
   * @param where the file, for errors
   * @throws InputException if the key isn't there
   */
  public static JsonNode required(String where, JsonNode object, String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      throw new InputException(where, "nothing for '" + key + "'", "a value", REMEDY);
    }
    return value;
  }
}
