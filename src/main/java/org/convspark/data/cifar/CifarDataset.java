package org.convspark.data.cifar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.Contents;
import org.convspark.data.DatasetInfo;
import org.convspark.data.Example;
import org.convspark.data.ImageDataset;
import org.convspark.data.ImageShape;
import org.convspark.data.Split;
import org.convspark.data.preprocessing.Preprocessing;
import org.convspark.storage.Location;

/**
 * CIFAR-10 or CIFAR-100 in its binary files, read in place. Opening it reads each file once, so
 * that damage shows before a run begins. Of CIFAR-100 the 100 classes are used, not the 20.
 */
public final class CifarDataset implements ImageDataset {
  private static final int MOST_NAMES_BYTES = 1 << 16;

  private static final int CIFAR_10_PARTS = 5;

  /** About 25 MB. */
  private static final int RECORDS_PER_PART = 8192;

  private final JavaSparkContext spark;
  private final List<CifarFile> files;
  private final DatasetInfo info;
  private final List<String> remarks;
  private final Broadcast<SerializableConfiguration> hadoop;

  private CifarDataset(
      JavaSparkContext spark,
      List<CifarFile> files,
      DatasetInfo info,
      List<String> remarks,
      Broadcast<SerializableConfiguration> hadoop) {
    this.spark = spark;
    this.files = files;
    this.info = info;
    this.remarks = remarks;
    this.hadoop = hadoop;
  }

  /**
   * Reads CIFAR's files through.
   *
   * @throws InputException if one is damaged, or there are those of both datasets or of two copies
   */
  public static CifarDataset open(JavaSparkContext spark, Contents contents) {
    Location root = contents.root();
    List<CifarFile> files = new ArrayList<>();
    for (String uri : contents.files()) {
      CifarFile.inspect(root.isDirectory() ? root.at(uri) : root).ifPresent(files::add);
    }
    files.sort(Comparator.comparing(CifarFile::split).thenComparing(CifarFile::number));
    requireOne(root, files);
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    List<CifarScan> scans = CifarScan.of(spark, files, hadoop);

    CifarFormat format = files.get(0).format();
    Map<Split, long[]> sums = new EnumMap<>(Split.class);
    Map<String, String> sha256 = new TreeMap<>();
    for (int i = 0; i < files.size(); i++) {
      long[] counts = scans.get(i).counts();
      long[] sum = sums.computeIfAbsent(files.get(i).split(), any -> new long[format.classes()]);
      Arrays.setAll(sum, label -> sum[label] + counts[label]);
      sha256.put(files.get(i).name(), scans.get(i).sha256());
    }
    Map<Split, List<Long>> counts = new EnumMap<>(Split.class);
    sums.forEach((split, sum) -> counts.put(split, Arrays.stream(sum).boxed().toList()));
    ImageShape shape = new ImageShape(CifarFormat.SIDE, CifarFormat.SIDE, CifarFormat.CHANNELS);
    List<String> names = classNames(root.at(files.get(0).uri()), format);
    DatasetInfo info =
        new DatasetInfo(
            root.name().isEmpty() ? "cifar" : root.name(),
            shape,
            format.classes(),
            counts,
            sha256,
            names,
            Preprocessing.unrecorded(shape.channels(), sha256.values()));
    List<String> remarks = new ArrayList<>(gaps(files));
    if (names.isEmpty()) {
      remarks.add("No names of classes in " + format.namesFile() + ": they have numbers");
    }
    return new CifarDataset(spark, files, info, remarks, hadoop);
  }

  private static void requireOne(Location root, List<CifarFile> files) {
    for (int i = 1; i < files.size(); i++) {
      CifarFile before = files.get(i - 1);
      CifarFile file = files.get(i);
      boolean twice = before.split() == file.split() && before.number() == file.number();
      if (twice || before.format() != file.format()) {
        throw new InputException(
            root.toString(),
            twice
                ? "both " + before.uri() + " and " + file.uri()
                : "files of " + before.format() + " and of " + file.format(),
            "one dataset",
            "give the directory of the one that is meant");
      }
    }
  }

  /** Returns a line that tells which parts of the training images aren't there. */
  private static List<String> gaps(List<CifarFile> files) {
    List<Integer> numbers =
        files.stream().map(CifarFile::number).filter(number -> number > 0).toList();
    List<String> missing = new ArrayList<>();
    for (int n = 1; !numbers.isEmpty() && n <= CIFAR_10_PARTS; n++) {
      if (!numbers.contains(n)) {
        missing.add("data_batch_" + n + ".bin");
      }
    }
    return missing.isEmpty()
        ? List.of()
        : List.of("Not there, and left out: " + String.join(", ", missing));
  }

  /** Returns the names in the file beside the images; empty where it isn't there or whole. */
  private static List<String> classNames(Location file, CifarFormat format) {
    Optional<Location> names = file.sibling(format.namesFile()).filter(Location::exists);
    List<String> lines =
        names
            .flatMap(found -> found.readAtMost(MOST_NAMES_BYTES))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .map(
                text ->
                    text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .collect(Collectors.toList()))
            .orElse(List.of());
    return lines.size() == format.classes() ? lines : List.of();
  }

  @Override
  public DatasetInfo info() {
    return info;
  }

  @Override
  public JavaRDD<Example> examples(Split split) {
    List<CifarExamples.Part> parts = new ArrayList<>();
    long id = 0;
    for (CifarFile file : files) {
      if (file.split() == split) {
        for (long from = 0; from < file.count(); from += RECORDS_PER_PART) {
          long to = Math.min(file.count(), from + RECORDS_PER_PART);
          parts.add(new CifarExamples.Part(file, from, to, id + from));
        }
        id += file.count();
      }
    }
    return spark
        .parallelize(IntStream.range(0, parts.size()).boxed().toList(), parts.size())
        .flatMap(new CifarExamples(parts, hadoop));
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }
}
