package org.convspark.data.conversion;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.convspark.config.InputException;
import org.convspark.data.ImageShape;
import org.convspark.data.pictures.PictureHeader;
import org.convspark.storage.TaskErrors;

/** What one look at all images tells, before any is decoded: labels and shapes. */
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
final class Survey implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More different labels or sizes than this are no longer told apart. */
  private static final int MOST = 100_000;

  private final Map<String, Long> labels = new HashMap<>();
  private final Map<ImageShape, Long> shapes = new HashMap<>();
  private long unlabelled;
  private String firstUnlabelled;
  private InputException problem;

  private Survey() {}

  /** Looks at all images, on the executors. */
  static Survey of(Collection<JavaRDD<RawImage>> images) {
    Survey all = new Survey();
    try {
      for (JavaRDD<RawImage> some : images) {
        all.merge(
            some.mapPartitions(part -> List.of(over(part)).iterator()).treeReduce(Survey::merge));
      }
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
    return all;
  }

  private static Survey over(Iterator<RawImage> images) {
    Survey survey = new Survey();
    images.forEachRemaining(survey::add);
    return survey;
  }

  private void add(RawImage image) {
    if (image.label() != null) {
      count(labels, image.label(), 1);
    } else if (image.problem().isEmpty()) {
      // Where that is what is wrong with it, it is told when the images are converted.
      addUnlabelled(1, image.name());
    }
    try {
      count(shapes, shape(image), 1);
    } catch (InputException e) {
      // It is found again, and told of, when the images are converted.
      problem = problem == null ? e : problem;
    }
  }

  private static ImageShape shape(RawImage image) {
    return image
        .shape()
        .orElseGet(
            () -> {
              PictureHeader header = PictureHeader.read(image.bytes(), image.name());
              return new ImageShape(header.height(), header.width(), header.channels());
            });
  }

  private void addUnlabelled(long count, String first) {
    unlabelled += count;
    if (firstUnlabelled == null || first != null && first.compareTo(firstUnlabelled) < 0) {
      firstUnlabelled = first;
    }
  }

  private static <K> void count(Map<K, Long> counts, K key, long by) {
    if (counts.size() < MOST || counts.containsKey(key)) {
      counts.merge(key, by, Long::sum);
    }
  }

  /** Adds what another survey found, to this one. */
  Survey merge(Survey other) {
    other.labels.forEach((label, n) -> count(labels, label, n));
    other.shapes.forEach((shape, n) -> count(shapes, shape, n));
    addUnlabelled(other.unlabelled, other.firstUnlabelled);
    problem = problem == null ? other.problem : problem;
    return this;
  }

  /** Returns how many images there are of each label, as it was found. */
  Map<String, Long> labels() {
    return new TreeMap<>(labels);
  }

  /** Returns how many images have each shape. */
  Map<ImageShape, Long> shapes() {
    return shapes;
  }

  /** Returns how many images have no label. */
  long unlabelled() {
    return unlabelled;
  }

  /** Returns the name of the first image without a label; null where all have one. */
  String firstUnlabelled() {
    return firstUnlabelled;
  }

  /** Returns why one of the images has no shape; nothing where all have one. */
  Optional<InputException> problem() {
    return Optional.ofNullable(problem);
  }
}
