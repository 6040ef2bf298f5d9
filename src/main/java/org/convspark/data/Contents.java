package org.convspark.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.convspark.config.InputException;
import org.convspark.data.cifar.CifarFile;
import org.convspark.data.parquet.PreparedDataset;
import org.convspark.data.pictures.PictureFormat;
import org.convspark.storage.FoundFiles;
import org.convspark.storage.Location;
import org.convspark.storage.OutputDirectory;
import org.convspark.storage.tables.TableFormats;

/**
 * What a location holds, told by what is in its files. Of a directory of many files some are looked
 * into: one of each ending of a name, and others at even distances.
 *
 * @param root the file, or the directory
 * @param files all files in and below the directory, in order; the file itself
 * @param leftOut how many files were left out, and why; empty where none were
 * @param kind of dataset
 */
public record Contents(Location root, List<String> files, String leftOut, Kind kind) {
  /** The kinds of datasets. */
  public enum Kind {
    PREPARED("prepared datasets"),
    IDX("IDX files"),
    PICTURES("pictures"),
    PARQUET("Parquet files"),
    ORC("ORC files"),
    AVRO("Avro files"),
    CSV("text files"),
    NPZ("arrays of NumPy's"),
    CIFAR("CIFAR's files");

    private final String noun;

    Kind(String noun) {
      this.noun = noun;
    }

    @Override
    public String toString() {
      return noun;
    }
  }

  private static final int LOOKED_INTO = 64;
  private static final int SHOWN = 3;
  private static final String EXPECTED =
      "a prepared dataset, IDX files, pictures, Parquet, ORC, Avro, CSV, npz or CIFAR's files";
  private static final String REMEDY =
      "check the path; data-prep/fetch.sh mnist gets MNIST, src/docs/data.md shows what can be read";

  private static final List<Kind> TABLES = List.of(Kind.PARQUET, Kind.ORC, Kind.AVRO);

  /**
   * Finds out what a location holds.
   *
   * @throws InputException if there is nothing, or nothing that can be used, or so much of several
   *     kinds that it would be a guess
   */
  public static Contents of(Location root) {
    if (!root.exists()) {
      throw new InputException(root.toString(), "nothing", EXPECTED, REMEDY);
    }
    if (root.isDirectory() && PreparedDataset.isAt(root)) {
      return new Contents(root, List.of(), "", Kind.PREPARED);
    }
    if (OutputDirectory.isUnderWay(root)) {
      throw new InputException(
          root.toString(),
          "a dataset that isn't finished",
          "a finished one",
          "wait for its prepare, or, if that was killed, do it again with --overwrite");
    }
    FoundFiles walked = root.files();
    List<String> files = walked.uris();
    if (files.isEmpty()) {
      throw new InputException(root.toString(), "an empty directory", EXPECTED, REMEDY);
    }
    Map<Kind, List<String>> found = new EnumMap<>(Kind.class);
    List<Location> others = new ArrayList<>();
    for (String file : sample(files)) {
      Location each = root.isDirectory() ? root.at(file) : root;
      Kind kind = CifarFile.isAt(each) ? Kind.CIFAR : kind(each);
      if (kind == null) {
        others.add(each);
      } else {
        found.computeIfAbsent(kind, any -> new ArrayList<>()).add(each.name());
      }
    }
    Kind kind = choose(root, found, others);
    if (TABLES.contains(kind)) {
      TableFormats.refuse(root, walked);
    }
    return new Contents(root, files, walked.leftOutText(), kind);
  }

  /** Returns a line that says how many files were left out, and why; nothing where none were. */
  public Optional<String> remark() {
    return leftOut.isEmpty()
        ? Optional.empty()
        : Optional.of("Left out in " + root.name() + ": " + leftOut);
  }

  private static Kind choose(Location root, Map<Kind, List<String>> found, List<Location> others) {
    // Readmes and lists lie beside everything.
    if (found.size() > 1) {
      found.remove(Kind.CSV);
    }
    if (found.size() > 1) {
      throw new InputException(
          root.toString(),
          found.entrySet().stream()
              .map(each -> each.getKey() + " (" + each.getValue().get(0) + ")")
              .collect(Collectors.joining(" and ")),
          "files of one kind",
          "give the directory or file that is meant");
    }
    if (found.isEmpty() || onlyNotes(found)) {
      refuseForeign(others);
    }
    if (found.isEmpty()) {
      throw new InputException(
          root.toString(),
          "none of them in "
              + others.stream()
                  .map(Location::name)
                  .sorted()
                  .limit(SHOWN)
                  .collect(Collectors.joining(", ")),
          EXPECTED,
          REMEDY);
    }
    return found.keySet().iterator().next();
  }

  private static boolean onlyNotes(Map<Kind, List<String>> found) {
    return found.keySet().equals(Set.of(Kind.CSV))
        && found.get(Kind.CSV).stream().noneMatch(name -> name.matches("(?i).*\\.[ct]sv(\\.gz)?"));
  }

  private static void refuseForeign(List<Location> files) {
    for (Location file : files.subList(0, Math.min(SHOWN, files.size()))) {
      Optional<ForeignFormat> format = ForeignFormat.of(file);
      if (format.isPresent()) {
        throw format.get().refused(file, EXPECTED);
      }
    }
  }

  private static Kind kind(Location file) {
    return switch (FileKind.of(file)) {
      case PICTURE -> Kind.PICTURES;
      case PARQUET -> Kind.PARQUET;
      case ORC -> Kind.ORC;
      case AVRO -> Kind.AVRO;
      case IDX -> Kind.IDX;
      case ZIP, NPY -> Kind.NPZ;
      // A damaged picture among others, which says so when it is read.
      case TEXT -> PictureFormat.isNamedSo(file.name()) ? Kind.PICTURES : Kind.CSV;
      case OTHER -> PictureFormat.isNamedSo(file.name()) ? Kind.PICTURES : null;
    };
  }

  private static List<String> sample(List<String> files) {
    Map<String, String> byEnding = new LinkedHashMap<>();
    for (String file : files) {
      String name = file.substring(file.lastIndexOf('/') + 1);
      byEnding.putIfAbsent(name.substring(name.lastIndexOf('.') + 1), file);
      if (byEnding.size() == LOOKED_INTO) {
        break;
      }
    }
    Set<String> sample = new java.util.LinkedHashSet<>(byEnding.values());
    for (int i = 0; i < LOOKED_INTO; i++) {
      sample.add(files.get((int) ((long) i * files.size() / LOOKED_INTO)));
    }
    return List.copyOf(sample);
  }
}
