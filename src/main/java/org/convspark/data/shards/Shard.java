package org.convspark.data.shards;

import java.io.Serializable;
import java.util.Arrays;
import org.convspark.data.preprocessing.PixelScaling;

/**
 * One worker's share of the training data, packed: its images stay unsigned bytes until a minibatch
 * is made of them. Images lie in chunks of at most 4096, so a shard may exceed the 2 GB of one
 * array; all is plain arrays, small under Java serialization and Kryo alike.
 */
public final class Shard implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Images of one chunk at most; fewer where images are large. */
  static final int CHUNK_IMAGES = 4096;

  private static final int CHUNK_BYTES = 1 << 28;

  private final int worker;
  private final int imageSize;
  private final int chunkImages;
  private final long[] ids;
  private final int[] labels;
  private final byte[][] chunks;

  /** {@code null} where every weight is 1, so that it takes no room. */
  private float[] weights;

  /**
   * Makes room for {@code size} images of {@code imageSize} bytes, to be filled by {@link #set}.
   */
  Shard(int worker, int size, int imageSize) {
    this(worker, size, imageSize, Math.max(1, Math.min(CHUNK_IMAGES, CHUNK_BYTES / imageSize)));
  }

  /** Makes room with a given number of images in a chunk, for tests. */
  Shard(int worker, int size, int imageSize, int chunkImages) {
    this.worker = worker;
    this.imageSize = imageSize;
    this.chunkImages = chunkImages;
    this.ids = new long[size];
    this.labels = new int[size];
    this.chunks = new byte[(size + chunkImages - 1) / chunkImages][];
    for (int c = 0; c < chunks.length; c++) {
      chunks[c] = new byte[Math.min(chunkImages, size - c * chunkImages) * imageSize];
    }
  }

  /**
   * Puts an example at place {@code i}: its id, label, weight and the image's bytes from an offset.
   */
  void set(int i, long id, int label, float weight, byte[] source, int offset) {
    ids[i] = id;
    labels[i] = label;
    if (weights == null && weight != 1) {
      weights = new float[ids.length];
      Arrays.fill(weights, 1);
    }
    if (weights != null) {
      weights[i] = weight;
    }
    System.arraycopy(source, offset, chunks[i / chunkImages], start(i), imageSize);
  }

  /** Returns the worker that the shard is dealt to, which is also its partition. */
  public int worker() {
    return worker;
  }

  /** Returns the number of examples in the shard, at least 1. */
  public int size() {
    return ids.length;
  }

  /** Returns the number of bytes of one image. */
  public int imageSize() {
    return imageSize;
  }

  /** Returns the id of the example at place {@code i}, 0 to size - 1, in dealt order. */
  public long id(int i) {
    return ids[i];
  }

  /** Returns the class of the example at place {@code i}. */
  public int label(int i) {
    return labels[i];
  }

  /** Returns whether any example has another weight than 1. */
  public boolean isWeighted() {
    return weights != null;
  }

  /** Returns how much the example at place {@code i} counts in the loss, at least 0. */
  public float weight(int i) {
    return weights == null ? 1 : weights[i];
  }

  /** Returns the sum of all weights, which is {@link #size} where every one is 1. */
  double totalWeight() {
    double total = 0;
    for (int i = 0; i < ids.length; i++) {
      total += weight(i);
    }
    return total;
  }

  /**
   * Copies the unsigned bytes of the image at place {@code i} to {@code target} from {@code offset}
   * on.
   */
  public void copyPixels(int i, byte[] target, int offset) {
    System.arraycopy(chunks[i / chunkImages], start(i), target, offset, imageSize);
  }

  /**
   * Writes the image at place {@code i} as network input ({@link PixelScaling}) to {@code target}
   * from {@code offset} on: {@link #imageSize} floats, channel by channel and row-major.
   */
  public void pixels(int i, float[] target, int offset) {
    PixelScaling.scale(chunks[i / chunkImages], start(i), imageSize, target, offset);
  }

  private int start(int i) {
    return i % chunkImages * imageSize;
  }

  /** Returns the number of bytes that its arrays hold. */
  public long bytes() {
    return (long) ids.length * (Long.BYTES + Integer.BYTES + (weights == null ? 0 : Float.BYTES))
        + Arrays.stream(chunks).mapToLong(chunk -> chunk.length).sum();
  }
}
