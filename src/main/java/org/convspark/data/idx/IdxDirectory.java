package org.convspark.data.idx;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convspark.config.InputException;
import org.convspark.data.Split;
import org.convspark.storage.Location;

/** A directory's four IDX files, found by name and checked against each other by their headers. */
public final class IdxDirectory {
  private final Location directory;
  private final Map<IdxPart, Location> found = new EnumMap<>(IdxPart.class);

  public IdxDirectory(Location directory) {
    this.directory = directory;
    for (IdxPart part : IdxPart.values()) {
      find(part).ifPresent(file -> found.put(part, file));
    }
  }

  private Optional<Location> find(IdxPart part) {
    return part.names().stream().map(directory::child).filter(Location::exists).findFirst();
  }

  /** Returns the files that aren't there, by their usual names; empty if all four are. */
  public List<String> missing() {
    return List.of(IdxPart.values()).stream()
        .filter(part -> !found.containsKey(part))
        .map(IdxPart::fileName)
        .toList();
  }

  /**
   * Reads the four headers and checks them against each other.
   *
   * @return each file, by the part of the dataset that it holds
   * @throws InputException if a file is missing or damaged, images and labels differ in number, or
   *     training and test images in shape
   */
  Map<IdxPart, IdxFile> inspect() {
    if (!missing().isEmpty()) {
      throw new InputException(
          directory.toString(),
          "no " + String.join(", no ", missing()),
          "the four IDX files, with or without .gz",
          "get them with data-prep/fetch.sh mnist");
    }
    Map<IdxPart, IdxFile> files = new EnumMap<>(IdxPart.class);
    found.forEach((part, file) -> files.put(part, IdxFile.inspect(file, part.kind())));
    for (Split split : Split.values()) {
      checkCounts(files.get(IdxPart.images(split)), files.get(IdxPart.labels(split)));
    }
    checkShapes(files.get(IdxPart.TRAIN_IMAGES), files.get(IdxPart.TEST_IMAGES));
    return files;
  }

  private static void checkCounts(IdxFile images, IdxFile labels) {
    if (images.header().count() != labels.header().count()) {
      throw new InputException(
          labels.uri(),
          labels.header().count() + " labels",
          images.header().count() + ", one for each image of " + images.uri(),
          "take both files from the same dataset");
    }
  }

  private static void checkShapes(IdxFile train, IdxFile test) {
    if (!train.header().shape().equals(test.header().shape())) {
      throw new InputException(
          test.uri(),
          "images of " + test.header().shape(),
          train.header().shape() + " as the training images",
          "take all four files from the same dataset");
    }
  }
}
