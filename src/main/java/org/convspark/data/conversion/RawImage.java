package org.convspark.data.conversion;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.convspark.config.InputException;
import org.convspark.config.Redaction;
import org.convspark.data.ImageShape;

/**
 * An image as it is found: the bytes of a picture's file, or an array of pixels. Not a record, as
 * {@link org.convspark.data.Example} isn't.
 */
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
public final class RawImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long id;
  private final String name;
  private final String label;
  private final float weight;
  private final byte[] bytes;
  private final ImageShape shape;
  private final InputException problem;

  private RawImage(
      long id,
      String name,
      String label,
      float weight,
      byte[] bytes,
      ImageShape shape,
      InputException problem) {
    this.id = id;
    this.name = Redaction.text(name);
    this.label = label;
    this.weight = weight;
    this.bytes = bytes;
    this.shape = shape;
    this.problem = problem;
  }

  /** Returns what stands for an image that can't be read, or whose label can't be used. */
  public static RawImage bad(long id, String name, String label, InputException problem) {
    return new RawImage(id, name, label, 1, new byte[0], null, problem);
  }

  /**
   * Returns the image in a picture's file.
   *
   * @param id unique within its split
   * @param name what people call it: its path, or its row
   * @param label its class as it is found, a name or a number; null where there is none
   * @param weight in the loss, 1 where nothing else is said
   * @param file content of the file, whatever it is
   */
  public static RawImage picture(long id, String name, String label, float weight, byte[] file) {
    return new RawImage(id, name, label, weight, file, null, null);
  }

  /**
   * Returns an image of pixels.
   *
   * @param pixels unsigned bytes, row-major, channel by channel
   */
  public static RawImage pixels(
      long id, String name, String label, float weight, byte[] pixels, ImageShape shape) {
    return new RawImage(id, name, label, weight, pixels, shape, null);
  }

  long id() {
    return id;
  }

  /** Returns the same image with another id. */
  public RawImage withId(long other) {
    return new RawImage(other, name, label, weight, bytes, shape, problem);
  }

  /**
   * Returns a digest of the label, the weight and the image, in hex: images of which it is the same
   * are the same to a training, whatever they are called.
   */
  public String digest() {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    String facts = label + "\n" + weight + "\n" + shape + "\n";
    String found = problem == null ? "" : problem.found();
    sha256.update((facts + found).getBytes(StandardCharsets.UTF_8));
    return Hex.encodeHexString(sha256.digest(bytes));
  }

  /** Returns what people call it. */
  public String name() {
    return name;
  }

  /** Returns its class as it was found; null where there is none. */
  String label() {
    return label;
  }

  float weight() {
    return weight;
  }

  /**
   * Returns a picture's file, or unsigned bytes, row-major, channel by channel.
   *
   * @throws InputException if the image can't be read
   */
  byte[] bytes() {
    if (problem != null) {
      throw problem;
    }
    return bytes;
  }

  /** Returns the shape of an array of pixels; nothing for a picture. */
  Optional<ImageShape> shape() {
    return Optional.ofNullable(shape);
  }

  /** Returns why the image can't be used; nothing where that isn't known yet. */
  Optional<InputException> problem() {
    return Optional.ofNullable(problem);
  }
}
