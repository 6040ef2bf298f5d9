package org.convspark.data.idx;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.Split;
import org.convspark.storage.Location;
import org.convspark.storage.TaskErrors;

/**
 * A directory of the four IDX files, read in place. Opening it reads each file once on an executor,
 * so that damage shows before a run begins and the run's record can name the data by its hash.
 */
public final class IdxDataset implements ImageDataset {
  private static final long MIN_SLICE_BYTES = 8L << 20;
  private static final long MAX_SLICE_BYTES = 128L << 20;

  private final JavaSparkContext spark;
  private final Map<IdxPart, IdxFile> files;
  private final DatasetInfo info;
  private final Broadcast<SerializableConfiguration> hadoop;

  private IdxDataset(
      JavaSparkContext spark,
      Map<IdxPart, IdxFile> files,
      DatasetInfo info,
      Broadcast<SerializableConfiguration> hadoop) {
    this.spark = spark;
    this.files = files;
    this.info = info;
    this.hadoop = hadoop;
  }

  /**
   * Opens a directory and reads its four files through.
   *
   * @param limit how many training examples to keep, from the first
   * @throws InputException if a file is missing, damaged, or doesn't go with the others
   */
  public static IdxDataset open(SparkSession session, Location directory, long limit) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Map<IdxPart, IdxFile> files = new IdxDirectory(directory).inspect();
    Configuration conf = session.sparkContext().hadoopConfiguration();
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(conf));
    Map<IdxPart, IdxScan> scans = scan(spark, files, limit, hadoop);
    String name = directory.name().isEmpty() ? "idx" : directory.name();
    return new IdxDataset(spark, files, describe(name, files, scans), hadoop);
  }

  private static Map<IdxPart, IdxScan> scan(
      JavaSparkContext spark,
      Map<IdxPart, IdxFile> files,
      long limit,
      Broadcast<SerializableConfiguration> hadoop) {
    List<Integer> parts = List.of(0, 1, 2, 3);
    List<IdxFile> inOrder = List.copyOf(files.values());
    List<IdxScan> scans;
    try {
      scans =
          spark
              .parallelize(parts, parts.size())
              .map(part -> IdxScan.of(inOrder.get(part), limit, hadoop.value().value()))
              .collect();
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
    Map<IdxPart, IdxScan> byPart = new EnumMap<>(IdxPart.class);
    for (IdxPart part : IdxPart.values()) {
      IdxScan scan = scans.get(part.ordinal());
      if (scan.problem != null) {
        throw scan.problem;
      }
      byPart.put(part, scan);
    }
    return byPart;
  }

  private static DatasetInfo describe(
      String name, Map<IdxPart, IdxFile> files, Map<IdxPart, IdxScan> scans) {
    IdxScan train = scans.get(IdxPart.TRAIN_LABELS);
    IdxScan test = scans.get(IdxPart.TEST_LABELS);
    int classes = train.classes();
    checkLabels(files, train, test);
    Map<String, String> sha256 = new TreeMap<>();
    scans.forEach((part, scan) -> sha256.put(part.fileName(), scan.sha256));
    return new DatasetInfo(
        name,
        files.get(IdxPart.TRAIN_IMAGES).header().shape(),
        classes,
        Map.of(
            Split.TRAIN, counts(train.countsWithinLimit, classes),
            Split.TEST, counts(test.counts, classes)),
        sha256);
  }

  private static void checkLabels(Map<IdxPart, IdxFile> files, IdxScan train, IdxScan test) {
    int classes = train.classes();
    int highest = classes - 1;
    // One damaged byte would otherwise make a network of 256 classes, most of them never seen.
    if (classes < 2 || train.distinct() * 2 < classes) {
      throw new InputException(
          files.get(IdxPart.TRAIN_LABELS).uri(),
          "a highest label of "
              + highest
              + " (first at byte "
              + train.firstAt[highest]
              + ") with "
              + train.distinct()
              + " of the labels up to it in use",
          "2 to 256 classes, numbered from 0, most of which occur",
          "check the labels");
    }
    if (test.classes() > classes) {
      int stranger = test.classes() - 1;
      throw new InputException(
          files.get(IdxPart.TEST_LABELS).uri(),
          "label " + stranger + " at byte " + test.firstAt[stranger],
          "labels 0 to " + highest + " as in training",
          "take all four files from the same dataset");
    }
  }

  private static List<Long> counts(long[] byValue, int classes) {
    return Arrays.stream(byValue, 0, classes).boxed().toList();
  }

  @Override
  public DatasetInfo info() {
    return info;
  }

  /**
   * {@inheritDoc} Plain files are read in several slices at once; gzip has only one way in, the
   * front.
   */
  @Override
  public JavaRDD<Example> examples(Split split) {
    return examples(
        spark,
        files.get(IdxPart.images(split)),
        files.get(IdxPart.labels(split)),
        info.count(split),
        hadoop);
  }

  /**
   * Returns the examples of a file of images and its labels.
   *
   * @param labels null where there are none
   * @param count how many examples to read, from the first
   */
  public static JavaRDD<Example> examples(
      JavaSparkContext spark,
      IdxFile images,
      IdxFile labels,
      long count,
      Broadcast<SerializableConfiguration> hadoop) {
    long bytes = count * images.header().recordBytes();
    int slices = images.gzip() ? 1 : slices(bytes, spark.defaultParallelism());
    return spark
        .parallelize(IntStream.range(0, slices).boxed().toList(), slices)
        .flatMap(new IdxExamples(images, labels, count, slices, hadoop));
  }

  private static int slices(long bytes, int parallelism) {
    long even = bytes / parallelism;
    long size = Math.max(MIN_SLICE_BYTES, Math.min(MAX_SLICE_BYTES, even));
    return (int) ((bytes + size - 1) / size);
  }
}
