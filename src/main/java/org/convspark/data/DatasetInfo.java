package org.convspark.data;

import java.util.List;
import java.util.Map;

/**
 * What is known of a dataset before reading its images; the content of {@code dataset.json}.
 *
 * @param name how every output names it, {@code mnist} or {@code synthetic:60000}
 * @param shape of each image
 * @param classes number of classes, at least 2
 * @param counts examples by split and then by class, {@code classes} long each
 * @param sha256 hex digest of each source file's uncompressed bytes, by file name; empty where
 *     there are no source files
 */
public record DatasetInfo(
    String name,
    ImageShape shape,
    int classes,
    Map<Split, List<Long>> counts,
    Map<String, String> sha256) {

  /** Examples in a split, of all classes. */
  public long count(Split split) {
    return counts.get(split).stream().mapToLong(Long::longValue).sum();
  }
}
