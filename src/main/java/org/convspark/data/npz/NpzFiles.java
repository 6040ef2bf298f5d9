package org.convspark.data.npz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convspark.config.InputException;
import org.convspark.data.Contents;
import org.convspark.data.FileKind;
import org.convspark.data.Split;
import org.convspark.data.SplitNames;
import org.convspark.data.arrays.ArrayCandidate;
import org.convspark.data.arrays.ArrayChoice;
import org.convspark.data.arrays.ArrayFiles;
import org.convspark.data.arrays.ArrayName;
import org.convspark.data.arrays.ArrayRole;
import org.convspark.data.arrays.file.ArrayFile;
import org.convspark.data.arrays.file.ArrayKind;
import org.convspark.storage.Location;

/**
 * Finds arrays of images and labels in archives ({@code .npz}) and in files of their own ({@code
 * .npy}) by their names, and reads their headers.
 */
public final class NpzFiles {
  /** In a directory. */
  private static final int MOST_FILES = 100;

  private static final int SHOWN = 5;

  private final Location root;
  private final List<ArrayCandidate<NamedArray>> candidates = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private NpzFiles(Location root) {
    this.root = root;
  }

  /**
   * Finds the arrays of a dataset, or images alone.
   *
   * @throws InputException if there are several datasets, no name tells what an array is, or a file
   *     is damaged
   */
  public static ArrayFiles in(Contents contents) {
    NpzFiles files = new NpzFiles(contents.root());
    files.find(contents.files());
    return files.choose();
  }

  private void find(List<String> files) {
    List<String> archives =
        files.stream()
            .filter(file -> files.size() <= MOST_FILES || file.matches("(?i).*\\.np[yz]"))
            .toList();
    if (archives.size() > MOST_FILES) {
      throw new InputException(
          root.toString(),
          archives.size() + " files of arrays",
          "the arrays of one dataset",
          "write all images as one array, and all labels as one");
    }
    for (String uri : archives) {
      Location file = root.isDirectory() ? root.at(uri) : root;
      FileKind kind = FileKind.of(file);
      if (kind == FileKind.ZIP) {
        add(file, NamedArray.inArchive(file));
      } else if (kind == FileKind.NPY) {
        add(file, List.of(NamedArray.alone(file)));
      }
    }
  }

  private void add(Location file, List<NamedArray> arrays) {
    for (NamedArray array : arrays) {
      ArrayName own = ArrayName.of(array.name());
      ArrayName ofFile = ArrayName.of(file.name());
      Optional<ArrayKind> kind = own.kind().or(() -> unnamed(array, arrays, ofFile));
      if (kind.isEmpty()) {
        leftOut.add(array.shown());
        continue;
      }
      // KMNIST's archives have one array each, and the file's name says all.
      boolean byFile = own.kind().isEmpty() && ofFile.kind().isPresent();
      Optional<Split> split = own.split().or(ofFile::split).or(() -> ofDirectory(file));
      candidates.add(
          new ArrayCandidate<>(
              array.shown(),
              new ArrayRole(kind.get(), split),
              byFile ? ofFile.stem() : own.stem(),
              arrays.size() == 1 ? file.parent().map(Location::uri).orElse("") : file.uri(),
              array));
    }
  }

  /** NumPy numbers arrays that nobody gave a name: images first, then labels. */
  private Optional<ArrayKind> unnamed(NamedArray array, List<NamedArray> all, ArrayName ofFile) {
    if (all.size() == 1) {
      return ofFile
          .kind()
          .or(() -> root.isDirectory() ? Optional.empty() : Optional.of(ArrayKind.IMAGES));
    }
    boolean two = all.size() == 2 && all.stream().allMatch(each -> each.name().matches("arr_[01]"));
    return two
        ? Optional.of(array.name().equals("arr_0") ? ArrayKind.IMAGES : ArrayKind.LABELS)
        : Optional.empty();
  }

  private Optional<Split> ofDirectory(Location file) {
    return root.isDirectory()
        ? file.parent()
            .filter(directory -> !directory.uri().equals(root.uri()))
            .map(Location::name)
            .flatMap(SplitNames::of)
        : Optional.empty();
  }

  private ArrayFiles choose() {
    if (candidates.isEmpty()) {
      throw new InputException(
          root.toString(),
          leftOut.isEmpty()
              ? "an archive without NumPy's arrays"
              : "arrays named " + leftOut.stream().limit(SHOWN).collect(Collectors.joining(", ")),
          "arrays named x_train, y_train, x_test and y_test, or train_images, train_labels and so on",
          leftOut.isEmpty()
              ? "unpack it, and give the directory"
              : "give the arrays such names in numpy.savez");
    }
    ArrayChoice<NamedArray> choice = ArrayChoice.of(root.toString(), candidates);
    leftOut.addAll(choice.leftOut());
    Map<ArrayRole, ArrayFile> arrays = new LinkedHashMap<>();
    choice.chosen().forEach((role, array) -> arrays.put(role, array.inspect(role.kind())));
    Map<ArrayRole, NamedArray> chosen = choice.chosen();
    return new ArrayFiles(
        root.toString(),
        root.name().isEmpty() ? "npz" : root.name().replaceFirst("(?i)\\.np[yz]$", ""),
        arrays,
        role -> missing(chosen.get(role).name(), role.kind()),
        ArrayFiles.leftOut(leftOut));
  }

  private InputException missing(String name, ArrayKind kind) {
    return new InputException(
        root.toString(),
        kind == ArrayKind.IMAGES ? "no labels for " + name : "no images for " + name,
        "images and labels, such as x_train and y_train",
        "write both with numpy.savez");
  }
}
