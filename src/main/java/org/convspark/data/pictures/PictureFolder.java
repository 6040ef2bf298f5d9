package org.convspark.data.pictures;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.Contents;
import org.convspark.data.Split;
import org.convspark.data.conversion.RawImage;
import org.convspark.data.conversion.RawSource;
import org.convspark.storage.Location;

/** A folder of pictures, with a folder for each class. The files are read on the executors. */
public final class PictureFolder implements RawSource {
  /** Files that a task reads, so that many small ones are no burden to the driver. */
  private static final int FILES_PER_PARTITION = 1000;

  /** So many names of files that are left out are told. */
  private static final int SHOWN = 5;

  private final JavaSparkContext spark;
  private final Broadcast<SerializableConfiguration> hadoop;
  private final String name;
  private final String root;
  private final PictureTree tree;
  private final List<String> foreign;
  private final Optional<String> hidden;

  private PictureFolder(
      JavaSparkContext spark,
      Broadcast<SerializableConfiguration> hadoop,
      String name,
      String root,
      PictureTree tree,
      List<String> foreign,
      Optional<String> hidden) {
    this.hidden = hidden;
    this.spark = spark;
    this.hadoop = hadoop;
    this.name = name;
    this.root = root;
    this.tree = tree;
    this.foreign = foreign;
  }

  /**
   * Divides the pictures of a directory into splits and classes. What neither is a picture nor is
   * called one is left out, so that it is no class and takes no number; no other file is opened
   * yet.
   *
   * @param contents of a directory, or a single picture
   */
  public static PictureFolder of(JavaSparkContext spark, Contents contents) {
    Location root = contents.root();
    List<String> files = contents.files();
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    Set<String> foreign = ForeignFiles.among(spark, hadoop, files, partitions(spark, files.size()));
    String prefix = root.uri().substring(0, root.uri().length() - root.name().length());
    if (root.isDirectory()) {
      prefix = root.uri().endsWith("/") ? root.uri() : root.uri() + "/";
    }
    int length = prefix.length();
    List<String> paths =
        files.stream()
            .filter(file -> !foreign.contains(file))
            .map(file -> file.substring(length))
            .sorted()
            .toList();
    return new PictureFolder(
        spark,
        hadoop,
        root.name().isEmpty() ? "pictures" : root.name(),
        prefix,
        PictureTree.of(paths),
        foreign.stream().map(file -> file.substring(length)).toList(),
        contents.remark());
  }

  private static int partitions(JavaSparkContext spark, int files) {
    return Math.max(1, Math.max(spark.defaultParallelism(), files / FILES_PER_PARTITION));
  }

  /** Returns the files that are no pictures and are left out, by their paths below the folder. */
  public List<String> foreign() {
    return foreign;
  }

  /** Returns the number of pictures. */
  public long count() {
    return tree.files().values().stream().mapToLong(List::size).sum();
  }

  /** Returns a line for people about files that were left out, if any were. */
  public static Optional<String> leftOut(List<String> files) {
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Left out "
                + (files.size() == 1
                    ? "a file that is no picture: "
                    : files.size() + " files that are no pictures: ")
                + files.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (files.size() > SHOWN ? ", ..." : ""));
  }

  @Override
  public String name() {
    return name;
  }

  /** Returns all pictures, whatever their split and class; ids needn't be unique among them. */
  public JavaRDD<RawImage> all() {
    return images(tree.files().values().stream().flatMap(List::stream).toList());
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if directories of splits lie beside others, so that it isn't clear
   *     whether they are splits or classes
   */
  @Override
  public Map<Split, JavaRDD<RawImage>> images() {
    tree.doubt()
        .ifPresent(
            found -> {
              throw new InputException(
                  root,
                  found,
                  "all in train, test and validation directories, or in one for each class",
                  "move what belongs to no split elsewhere");
            });
    Map<Split, JavaRDD<RawImage>> images = new EnumMap<>(Split.class);
    tree.files().forEach((split, files) -> images.put(heldOut(split), images(files)));
    return images;
  }

  /** Without test images the validation images are the ones to test on. */
  private Split heldOut(Split split) {
    return split == Split.VALIDATION && !tree.files().containsKey(Split.TEST) ? Split.TEST : split;
  }

  private JavaRDD<RawImage> images(List<PictureTree.ClassFile> files) {
    long[] ids = FileNumbers.of(files.stream().map(PictureTree.ClassFile::name).toList());
    List<LabelledFile> labelled = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      labelled.add(new LabelledFile(ids[i], root + files.get(i).path(), files.get(i).label()));
    }
    int partitions = Math.min(labelled.size(), partitions(spark, labelled.size()));
    return spark.parallelize(labelled, Math.max(1, partitions)).map(new ReadFile(hadoop));
  }

  @Override
  public boolean undivided() {
    return !tree.divided();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    hidden.ifPresent(remarks::add);
    leftOut(foreign).ifPresent(remarks::add);
    if (tree.files().containsKey(Split.VALIDATION) && !tree.files().containsKey(Split.TEST)) {
      remarks.add("No test images: the validation images are the test images");
    }
    return remarks;
  }

  private record LabelledFile(long id, String uri, String label) implements Serializable {}

  /** Reads one file on an executor. */
  private static final class ReadFile implements Function<LabelledFile, RawImage> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<SerializableConfiguration> hadoop;

    ReadFile(Broadcast<SerializableConfiguration> hadoop) {
      this.hadoop = hadoop;
    }

    @Override
    public RawImage call(LabelledFile file) {
      try {
        byte[] content = PictureBytes.read(Location.of(file.uri(), hadoop.value().value()));
        return RawImage.picture(file.id(), file.uri(), file.label(), 1, content);
      } catch (InputException e) {
        return RawImage.bad(file.id(), file.uri(), file.label(), e);
      }
    }
  }
}
