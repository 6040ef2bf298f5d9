package org.convspark.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.data.ImageShape;
import org.convspark.evaluation.ErrorSamples;
import org.convspark.evaluation.ErrorSamples.Mistake;
import org.convspark.storage.Location;
import org.convspark.storage.text.Json;

/**
 * Writes and reads mistakes.json: the worst mistakes and an image of each class, so that a report
 * needs the run directory alone. An image is base64 of its {@code channels * height * width} bytes.
 */
public final class ErrorSamplesJson {
  private static final String REMEDY = "train again, or delete the file for a report without it";

  private record Content(
      int height, int width, int channels, List<Wrong> mistakes, List<Labelled> examples) {}

  private record Wrong(
      long id, int label, byte[] image, int predicted, float confidence, double loss) {}

  private record Labelled(long id, int label, byte[] image) {}

  private ErrorSamplesJson() {}

  /** Writes mistakes.json to the stream and leaves it open. */
  public static void write(ErrorSamples errorSamples, OutputStream out) throws IOException {
    ImageShape shape = errorSamples.shape();
    Json.write(
        new Content(
            shape.height(),
            shape.width(),
            shape.channels(),
            errorSamples.mistakes().stream().map(ErrorSamplesJson::wrong).toList(),
            errorSamples.examples().stream()
                .map(example -> new Labelled(example.id(), example.label(), example.image()))
                .toList()),
        out);
  }

  private static Wrong wrong(Mistake mistake) {
    Example example = mistake.example();
    return new Wrong(
        example.id(),
        example.label(),
        example.image(),
        mistake.predicted(),
        mistake.confidence(),
        mistake.loss());
  }

  /**
   * Reads mistakes.json in a run directory.
   *
   * @return empty if the file isn't there
   * @throws InputException if it is there and damaged
   */
  public static Optional<ErrorSamples> read(Location run) {
    Location file = run.child(RunDirectory.MISTAKES);
    if (!file.exists()) {
      return Optional.empty();
    }
    String where = file.toString();
    Content content = Json.bind(where, Json.read(file), Content.class, REMEDY);
    ImageShape shape = shape(where, content);
    return Optional.of(
        new ErrorSamples(
            shape,
            content.mistakes.stream()
                .map(
                    wrong ->
                        new Mistake(
                            example(where, shape, wrong.id, wrong.label, wrong.image),
                            wrong.predicted,
                            wrong.confidence,
                            wrong.loss))
                .toList(),
            content.examples.stream()
                .map(each -> example(where, shape, each.id, each.label, each.image))
                .toList()));
  }

  private static ImageShape shape(String where, Content content) {
    try {
      return new ImageShape(content.height, content.width, content.channels);
    } catch (IllegalArgumentException e) {
      throw new InputException(where, e.getMessage(), "the shape of the images", REMEDY, e);
    }
  }

  private static Example example(String where, ImageShape shape, long id, int label, byte[] image) {
    if (image.length != shape.size()) {
      throw new InputException(
          where,
          "an image of " + image.length + " bytes for " + id,
          shape.size() + " bytes",
          REMEDY);
    }
    return new Example(id, label, image);
  }
}
