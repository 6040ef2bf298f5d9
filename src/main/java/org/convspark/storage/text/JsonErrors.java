package org.convspark.storage.text;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.convspark.config.InputException;

/**
 * Explains what Jackson can't bind in one line for the user: file, value, key, what is expected.
 */
public final class JsonErrors {
  private static final int LONGEST = 60;

  private JsonErrors() {}

  static InputException refused(String where, JsonNode json, IOException e, String remedy) {
    List<Reference> path =
        e instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    StringBuilder key = new StringBuilder();
    JsonNode found = json;
    for (Reference step : path) {
      boolean field = step.getFieldName() != null;
      key.append(field ? (key.isEmpty() ? "" : ".") + step.getFieldName() : at(step.getIndex()));
      found = field ? found.path(step.getFieldName()) : found.path(step.getIndex());
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      String rule = e.getCause().getMessage();
      return new InputException(where, rule, "a valid '" + key + "'", remedy, e);
    }
    return new InputException(
        where, found(found) + " for '" + key + "'", expected(found, e), remedy, e);
  }

  /**
   * Returns the error for a value that fits its type and still can't be used.
   *
   * @param where the file
   * @param key its path in the file
   * @param found the value; a missing node where there is none
   * @param expected what was expected instead
   * @param remedy what to do next, an imperative clause
   */
  public static InputException refused(
      String where, String key, JsonNode found, String expected, String remedy) {
    return new InputException(where, found(found) + " for '" + key + "'", expected, remedy);
  }

  private static String at(int index) {
    return "[" + index + "]";
  }

  private static String found(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
  }

  private static String expected(JsonNode found, IOException e) {
    if (found instanceof MissingNode || !(e instanceof MismatchedInputException mismatch)) {
      return "a value";
    }
    Class<?> type = mismatch.getTargetType();
    if (type == null) {
      return "another value";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == double.class || type == float.class || type == Double.class) {
      return "a number";
    }
    if (type == String.class) {
      return "text";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == byte[].class) {
      return "base64";
    }
    return type.isArray() || Collection.class.isAssignableFrom(type) ? "an array" : "an object";
  }
}
