package org.convspark.data.idx;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.convspark.data.arrays.file.ArrayHeader;
import org.convspark.data.arrays.file.ArrayKind;
import org.convspark.data.arrays.file.FileContent;
import org.convspark.storage.Location;

/** Finds IDX files by their names and reads their headers. */
public final class IdxFiles {
  private static final String GZ = "(?i)\\.gz$";

  private IdxFiles() {}

  /**
   * Finds the files of a dataset, or takes a single file for images.
   *
   * @throws InputException if there are several datasets, no name tells what is in a file, or a
   *     file is damaged
   */
  public static ArrayFiles in(Contents contents) {
    Location root = contents.root();
    String name = root.name().isEmpty() ? "idx" : root.name();
    if (!root.isDirectory()) {
      ArrayFile images = inspect(root, ArrayKind.IMAGES);
      return new ArrayFiles(
          root.toString(),
          name,
          Map.of(new ArrayRole(ArrayKind.IMAGES, Optional.empty()), images),
          role ->
              new InputException(
                  root.toString(),
                  "images without labels",
                  "images and their labels",
                  "give the directory that has the files of both"),
          List.of());
    }
    ArrayChoice<Location> choice = ArrayChoice.of(root.toString(), candidates(contents));
    Map<ArrayRole, ArrayFile> arrays = new LinkedHashMap<>();
    choice.chosen().forEach((role, file) -> arrays.put(role, inspect(file, role.kind())));
    Map<ArrayRole, Location> files = choice.chosen();
    return new ArrayFiles(
        root.toString(),
        name,
        arrays,
        role -> missing(root, counterpart(files.get(role).name(), role.kind())),
        ArrayFiles.leftOut(choice.leftOut()));
  }

  private static List<ArrayCandidate<Location>> candidates(Contents contents) {
    Location root = contents.root();
    Map<String, ArrayCandidate<Location>> byName = new LinkedHashMap<>();
    // Plain files first, for they can be read from several places at once; then by hyphen and dot.
    List<String> files = new ArrayList<>(contents.files());
    files.sort(
        Comparator.comparing((String file) -> !file.equals(file.replaceFirst(GZ, "")))
            .thenComparing(file -> file.replace('-', ' ')));
    for (String uri : files) {
      Location file = root.at(uri);
      ArrayName name = ArrayName.of(file.name());
      if (name.kind().isEmpty() || !isIdx(file)) {
        continue;
      }
      String directory = uri.substring(0, uri.lastIndexOf('/'));
      Optional<Split> ofDirectory =
          SplitNames.of(directory.substring(directory.lastIndexOf('/') + 1));
      boolean inSplit =
          name.split().isEmpty() && ofDirectory.isPresent() && !directory.equals(root.uri());
      String place = inSplit ? directory.substring(0, directory.lastIndexOf('/')) : directory;
      byName.putIfAbsent(
          uri.replaceFirst(GZ, "").replace('.', '-'),
          new ArrayCandidate<>(
              file.name(),
              new ArrayRole(name.kind().get(), inSplit ? ofDirectory : name.split()),
              name.stem(),
              place,
              file));
    }
    if (byName.isEmpty()) {
      throw new InputException(
          root.toString(),
          "no IDX file with images or labels in its name",
          "names such as train-images-idx3-ubyte and train-labels-idx1-ubyte",
          "rename the files");
    }
    return List.copyOf(byName.values());
  }

  /** A name that says so is believed, so that a damaged file isn't overlooked. */
  private static boolean isIdx(Location file) {
    return file.name().matches("(?i).*(idx[1-4]([-.][a-z]+)?|ubyte)([.]gz)?")
        || FileKind.of(file) == FileKind.IDX;
  }

  private static ArrayFile inspect(Location file, ArrayKind kind) {
    FileContent content = FileContent.of(file, IdxHeader.REFETCH);
    ArrayHeader header;
    try (InputStream in = content.open(file, 0)) {
      header = IdxHeader.read(file.toString(), kind, in);
    } catch (IOException e) {
      throw content.damaged(file, 0, e);
    }
    ArrayFile found = new ArrayFile(file.name().replaceFirst(GZ, ""), kind, content, header, 0);
    if (content.isSeekable()) {
      found.checkLength(file.length());
    }
    return found;
  }

  /** Returns the name of the file that belongs to another, as MNIST's publishers would call it. */
  private static String counterpart(String name, ArrayKind kind) {
    String plain = name.replaceFirst(GZ, "");
    String other =
        kind == ArrayKind.IMAGES
            ? plain.replace("images", "labels").replace("idx3", "idx1")
            : plain.replace("labels", "images").replaceFirst("idx[12]", "idx3");
    return other.equals(plain) ? kind.other().noun() + " for " + name : other;
  }

  private static InputException missing(Location root, String file) {
    if (root.isDirectory() && root.child(file).isDirectory()) {
      return new InputException(
          root.child(file).toString(),
          "a directory",
          "an IDX file",
          "move the file out of it, or remove it");
    }
    return new InputException(
        root.toString(),
        "no " + file,
        "the four IDX files, with or without .gz, or images and labels of one split",
        "get them with data-prep/fetch.sh mnist");
  }
}
