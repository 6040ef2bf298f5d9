package org.convspark.data.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.convspark.config.UsageException;
import org.convspark.data.ImageShape;

/**
 * What {@code --preprocess} asks for: steps with commas between them. What isn't named stays as the
 * data or the model has it.
 */
public final class PreprocessingOption {
  private static final String NAME = "--preprocess";
  private static final String ALLOWED =
      "mnist or plain; grey, rgb or bgr; resize=HxW, crop=HxW, pad=HxW or exact; transpose; invert;"
          + " mean=M and deviation=D, one a channel with / between; with commas between them";
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

  /** MNIST's side. */
  private static final int SIDE = 28;

  private final String text;
  private Optional<Manner> manner = Optional.empty();
  private Optional<Colour> colour = Optional.empty();
  private Optional<Fit> fit = Optional.empty();
  private boolean transpose;
  private boolean invert;
  private Optional<ImageShape> size = Optional.empty();
  private Optional<List<Float>> mean = Optional.empty();
  private Optional<List<Float>> deviation = Optional.empty();

  private PreprocessingOption(String text) {
    this.text = text;
  }

  /**
   * Reads the option's text.
   *
   * @param text such as {@code grey,pad=28x28,invert}; nothing asks for nothing
   * @throws UsageException for a step that isn't known, or steps that exclude each other
   */
  public static PreprocessingOption parse(Optional<String> text) {
    PreprocessingOption option = new PreprocessingOption(text.orElse(""));
    if (text.isEmpty()) {
      return option;
    }
    for (String step : text.get().split(",", -1)) {
      option.add(step.strip().toLowerCase(Locale.ROOT));
    }
    if (option.mean.map(List::size).orElse(0) != option.deviation.map(List::size).orElse(0)) {
      throw new UsageException(NAME, text.get(), "as many means as deviations");
    }
    if (option.invert && option.asksForMnist()) {
      throw new UsageException(NAME, text.get(), "mnist alone, which inverts what has to be");
    }
    return option;
  }

  private void add(String step) {
    String name = step.replaceFirst("=.*", "");
    String value = step.contains("=") ? step.substring(name.length() + 1) : "";
    switch (name) {
      case "mnist", "plain" -> manner = once(manner, step, Manner.of(step(step, name)));
      case "grey", "gray", "rgb", "bgr" ->
          colour = once(colour, step, Colour.of(step(step, name).replace("gray", "grey")));
      case "exact" -> fit = once(fit, step, Fit.of(step(step, name)));
      case "resize", "crop", "pad" -> {
        fit = once(fit, step, Fit.of(name));
        size = once(size, step, size(step, name, value));
      }
      case "transpose" -> transpose = step.equals(step(step, name));
      case "invert" -> invert = step.equals(step(step, name));
      case "mean" -> mean = once(mean, step, numbers(step, value, -Float.MAX_VALUE));
      case "deviation" -> deviation = once(deviation, step, numbers(step, value, Float.MIN_VALUE));
      default -> throw new UsageException(NAME, step, ALLOWED);
    }
  }

  private static ImageShape size(String step, String name, String value) {
    Matcher size = SIZE.matcher(value);
    if (size.matches()) {
      int height = Integer.parseInt(size.group(1));
      int width = Integer.parseInt(size.group(2));
      if (ImageShape.valid(height, width, Colour.RGB.channels())) {
        return new ImageShape(height, width, 1);
      }
    }
    throw new UsageException(
        NAME, step, name + "=HEIGHTxWIDTH of at most 64 MiB, such as " + name + "=28x28,");
  }

  private static String step(String step, String name) {
    if (!step.equals(name)) {
      throw new UsageException(NAME, step, name + " without a value");
    }
    return name;
  }

  private static <T> Optional<T> once(Optional<T> before, String step, T value) {
    if (before.isPresent() && !before.get().equals(value)) {
      throw new UsageException(NAME, before.get() + "," + step, "one of the two");
    }
    return Optional.of(value);
  }

  private static List<Float> numbers(String step, String value, float least) {
    try {
      List<Float> numbers = Arrays.stream(value.split("/", -1)).map(Float::valueOf).toList();
      if ((numbers.size() == 1 || numbers.size() == 3)
          && numbers.stream().allMatch(n -> Float.isFinite(n) && n >= least)) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UsageException(
        NAME, step, "1 or 3 numbers with / between, of pixels / 255, such as mean=0.48/0.46/0.41");
  }

  /** Returns whether anything is asked for. */
  public boolean isGiven() {
    return manner.isPresent()
        || colour.isPresent()
        || fit.isPresent()
        || transpose
        || invert
        || mean.isPresent();
  }

  private boolean asksForMnist() {
    return manner.filter(Manner.MNIST::equals).isPresent();
  }

  /**
   * Checks that steps can be done to arrays of a shape.
   *
   * @throws UsageException if there are steps, and the arrays are neither grey nor in colour
   */
  public void requireFor(ImageShape arrays) {
    if (isGiven() && !arrays.greyOrColour()) {
      throw new UsageException(NAME, text, "none for images of " + arrays.channels() + " channels");
    }
  }

  /** Returns the last step, which is done in floats; none where it isn't asked for. */
  public Standardization standardization() {
    return mean.isEmpty()
        ? Standardization.NONE
        : new Standardization(mean.get(), deviation.orElseThrow());
  }

  /** Returns whether rows and columns are to be exchanged. */
  public boolean transposes() {
    return transpose;
  }

  /** Returns the number of channels asked for, where it is. */
  public Optional<Integer> channels() {
    return asksForMnist() ? Optional.of(1) : colour.map(Colour::channels);
  }

  /**
   * Returns the size asked for.
   *
   * @param channels of the result
   */
  public Optional<ImageShape> shape(int channels) {
    Optional<ImageShape> asked =
        asksForMnist() ? size.or(() -> Optional.of(new ImageShape(SIDE, SIDE, 1))) : size;
    return asked.map(shape -> new ImageShape(shape.height(), shape.width(), channels));
  }

  /**
   * Returns what is asked for, over what holds otherwise.
   *
   * @param base what the data has
   * @throws UsageException if there are not as many means as channels
   */
  public Preprocessing over(Preprocessing base) {
    Manner asked = manner.orElse(base.manner());
    Colour channels = colour.orElse(asked == Manner.MNIST ? Colour.GREY : base.colour());
    if (asked == Manner.MNIST && channels != Colour.GREY) {
      throw new UsageException(NAME, "mnist," + channels, "mnist, which is grey");
    }
    Standardization last = mean.isPresent() ? standardization() : base.standardization();
    if (!last.isFor(channels.channels())) {
      throw new UsageException(
          NAME,
          text + " with " + last.mean().size() + (last.mean().size() == 1 ? " mean" : " means"),
          channels.channels() + ", one a channel,");
    }
    return new Preprocessing(
            transpose || base.transpose(),
            channels,
            asked,
            fit.orElse(base.fit()),
            invert || base.invert(),
            List.of(),
            List.of())
        .with(last);
  }

  /**
   * Returns how images are brought to a model's input: as is asked for, or as the model's own data
   * was. Channels, mean and deviation are the model's in any case.
   *
   * @throws UsageException if other channels, another size, mean or deviation are asked for than
   *     the model takes
   */
  public Preprocessing forModel(Preprocessing model, ImageShape shape) {
    if (!isGiven()) {
      return model;
    }
    requireAsModel(channels(), shape.channels(), "channels");
    requireAsModel(colour, model.colour(), "as order of channels");
    requireAsModel(size, new ImageShape(shape.height(), shape.width(), 1), "as size");
    requireAsModel(mean, model.mean(), "as mean");
    requireAsModel(deviation, model.deviation(), "as deviation");
    return new Preprocessing(
        transpose,
        model.colour(),
        manner.orElse(Manner.PLAIN),
        fit.orElse(Fit.EXACT),
        invert,
        model.mean(),
        model.deviation());
  }

  private <T> void requireAsModel(Optional<T> asked, T has, String what) {
    if (asked.isPresent() && !asked.get().equals(has)) {
      throw new UsageException(NAME, text, has + " " + what + ", as the model has them,");
    }
  }
}
