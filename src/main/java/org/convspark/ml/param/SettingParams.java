package org.convspark.ml.param;

import com.typesafe.config.ConfigFactory;
import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.convspark.config.Checks;
import org.convspark.config.Reference;
import org.convspark.config.Settings;

/**
 * The settings of a training as Spark's params. A param is called as the setting's option of the
 * command train, in camel case, and explained as it is; its default is that of reference.conf. What
 * is automatic there has no default here.
 */
public final class SettingParams implements Serializable {
  private static final long serialVersionUID = 1L;

  private enum Kind {
    WHOLE,
    WIDE,
    NUMBER,
    FLAG,
    TEXT
  }

  private static final String AUTO = "auto";
  private static final String RUN = "out";
  private static final String TEST_SPLIT = "images.test-split";

  private static final Map<String, Kind> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("network", Kind.TEXT);
    KEYS.put("training.epochs", Kind.WHOLE);
    KEYS.put("training.workers", Kind.WHOLE);
    KEYS.put("training.batch-size", Kind.WHOLE);
    KEYS.put("training.averaging-frequency", Kind.WHOLE);
    KEYS.put("training.seed", Kind.WIDE);
    KEYS.put("training.validation-split", Kind.NUMBER);
    KEYS.put("training.class-weights", Kind.TEXT);
    KEYS.put("training.augment", Kind.FLAG);
    KEYS.put("stopping.monitor", Kind.TEXT);
    KEYS.put("stopping.patience", Kind.WHOLE);
    KEYS.put("stopping.target-accuracy", Kind.NUMBER);
    KEYS.put("stopping.max-minutes", Kind.NUMBER);
    KEYS.put("regularization.l2", Kind.NUMBER);
    KEYS.put("regularization.dropout", Kind.NUMBER);
    KEYS.put("regularization.label-smoothing", Kind.NUMBER);
    KEYS.put("optimizer.name", Kind.TEXT);
    KEYS.put("optimizer.learning-rate", Kind.NUMBER);
    KEYS.put("optimizer.rho", Kind.NUMBER);
    KEYS.put("optimizer.epsilon", Kind.NUMBER);
    KEYS.put("optimizer.momentum", Kind.NUMBER);
    KEYS.put("optimizer.beta1", Kind.NUMBER);
    KEYS.put("optimizer.beta2", Kind.NUMBER);
    KEYS.put("optimizer.weight-decay", Kind.NUMBER);
    KEYS.put("schedule.name", Kind.TEXT);
    KEYS.put("schedule.warm-up", Kind.NUMBER);
    KEYS.put("schedule.start", Kind.NUMBER);
    KEYS.put("schedule.step-factor", Kind.NUMBER);
    KEYS.put("schedule.step-epochs", Kind.WHOLE);
    KEYS.put("schedule.decay", Kind.NUMBER);
    KEYS.put("images.preprocess", Kind.TEXT);
    KEYS.put("images.shape", Kind.TEXT);
    KEYS.put("images.on-bad", Kind.TEXT);
    KEYS.put("augmentation.preset", Kind.TEXT);
    KEYS.put("augmentation.shift", Kind.NUMBER);
    KEYS.put("augmentation.rotation", Kind.NUMBER);
    KEYS.put("augmentation.scale", Kind.NUMBER);
    KEYS.put("augmentation.shear", Kind.NUMBER);
    KEYS.put("augmentation.elastic-alpha", Kind.NUMBER);
    KEYS.put("augmentation.elastic-sigma", Kind.NUMBER);
    KEYS.put("augmentation.flip", Kind.NUMBER);
    KEYS.put("augmentation.brightness", Kind.NUMBER);
    KEYS.put("augmentation.contrast", Kind.NUMBER);
    KEYS.put("augmentation.saturation", Kind.NUMBER);
    KEYS.put("augmentation.fill", Kind.TEXT);
    KEYS.put("out", Kind.TEXT);
    KEYS.put("overwrite", Kind.FLAG);
    KEYS.put("tensorboard", Kind.FLAG);
    KEYS.put("training.resume", Kind.TEXT);
    KEYS.put("images.test-split", Kind.NUMBER);
    KEYS.put("checkpoint.epochs", Kind.WHOLE);
    KEYS.put("checkpoint.minutes", Kind.WHOLE);
    KEYS.put("checkpoint.keep", Kind.WHOLE);
  }

  /** Names that aren't those of options; and of columns, which are params of Spark's own. */
  private static final Map<String, String> NAMES =
      Map.of(
          "--" + RUN,
          "runDir",
          "--image-column",
          "featuresCol",
          "--label-column",
          "labelCol",
          "--weight-column",
          "weightCol",
          "--id-column",
          "idCol");

  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final Map<String, Param<?>> params = new LinkedHashMap<>();

  /** Makes the params of an estimator or a model, which has its uid already. */
  public SettingParams(Params parent) {
    KEYS.forEach(
        (key, kind) -> {
          String name = name(Reference.option(key));
          String doc = Reference.comment(key);
          params.put(
              name,
              switch (kind) {
                case WHOLE -> new IntParam(parent, name, doc);
                case WIDE -> new LongParam(parent, name, doc);
                case NUMBER -> new DoubleParam(parent, name, doc);
                case FLAG -> new BooleanParam(parent, name, doc);
                case TEXT -> new Param<String>(parent, name, doc);
              });
        });
  }

  /** Returns what an option of the command is called as a param. */
  private static String name(String option) {
    if (NAMES.containsKey(option)) {
      return NAMES.get(option);
    }
    Matcher dash = Pattern.compile("-([a-z0-9])").matcher(option.substring(2));
    return dash.replaceAll(letter -> letter.group(1).toUpperCase(java.util.Locale.ROOT));
  }

  /** Returns a message with the names of params in the place of options. */
  public static String words(String message) {
    return OPTION.matcher(message).replaceAll(option -> name(option.group()));
  }

  /** Sets the defaults of those that the parent has. */
  public void setDefaults(Params parent) {
    KEYS.forEach(
        (key, kind) -> {
          String text = key.equals(TEST_SPLIT) ? "0" : Reference.defaultText(key);
          String name = name(Reference.option(key));
          if (parent.hasParam(name) && !text.isEmpty() && !text.equals(AUTO)) {
            parent.setDefault(parent.getParam(name), value(kind, text));
          }
        });
  }

  /** Returns the settings that the parent's params ask for. */
  public Settings settings(Params parent) {
    Map<String, String> given = new HashMap<>();
    KEYS.forEach(
        (key, kind) -> {
          Param<?> param = params.get(name(Reference.option(key)));
          if (parent.isSet(param) || key.equals(TEST_SPLIT)) {
            given.put(key, text(parent.getOrDefault(param)));
          }
        });
    return Settings.of(ConfigFactory.empty(), given);
  }

  /** Sets what automatic settings came to, in a parent that was trained by them. */
  public void resolve(Params parent, Settings resolved) {
    KEYS.forEach(
        (key, kind) -> {
          String name = name(Reference.option(key));
          boolean automatic = Reference.defaultText(key).equals(AUTO);
          if (automatic && parent.hasParam(name) && !resolved.string(key).equals(AUTO)) {
            parent.set(name, value(kind, resolved.string(key)));
          }
        });
  }

  private static Object value(Kind kind, String text) {
    return switch (kind) {
      case WHOLE -> Integer.valueOf(text);
      case WIDE -> Long.valueOf(text);
      case NUMBER -> Double.valueOf(text);
      case FLAG -> Boolean.valueOf(text);
      case TEXT -> text;
    };
  }

  private static String text(Object value) {
    return value instanceof Double number ? Checks.text(number) : value.toString();
  }

  /** Returns a param of whole numbers. */
  IntParam whole(String name) {
    return (IntParam) params.get(name);
  }

  /** Returns a param of whole numbers of 64 bits. */
  LongParam wide(String name) {
    return (LongParam) params.get(name);
  }

  /** Returns a param of numbers. */
  DoubleParam number(String name) {
    return (DoubleParam) params.get(name);
  }

  /** Returns a param that is true or false. */
  BooleanParam flag(String name) {
    return (BooleanParam) params.get(name);
  }

  /** Returns a param of text. */
  @SuppressWarnings("unchecked")
  Param<String> text(String name) {
    return (Param<String>) params.get(name);
  }
}
