package org.convspark.data.cifar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.data.Example;
import org.convspark.storage.Location;

/** Reads the examples of one part of a split's files, on an executor, one at a time. */
final class CifarExamples implements FlatMapFunction<Integer, Example> {
  private static final long serialVersionUID = 1L;

  /**
   * Records of a file that a task reads.
   *
   * @param from number of the first in the file
   * @param to one more than the last's
   * @param id of the first
   */
  record Part(CifarFile file, long from, long to, long id) implements Serializable {}

  private final List<Part> parts;
  private final Broadcast<SerializableConfiguration> hadoop;

  CifarExamples(List<Part> parts, Broadcast<SerializableConfiguration> hadoop) {
    this.parts = parts;
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<Example> call(Integer place) {
    Part part = parts.get(place);
    return new Records(part, Location.of(part.file().uri(), hadoop.value().value()));
  }

  private static final class Records implements Iterator<Example> {
    private final Part part;
    private final Location location;
    private final InputStream in;
    private long next;

    Records(Part part, Location location) {
      this.part = part;
      this.location = location;
      this.next = part.from();
      FSDataInputStream raw = location.open();
      // Not at the last example: a caller may stop before it.
      TaskContext.get()
          .addTaskCompletionListener(
              task -> {
                IOUtils.closeQuietly(raw);
              });
      try {
        raw.seek(next * part.file().format().recordBytes());
      } catch (IOException e) {
        throw location.unusable(e);
      }
      in = new BufferedInputStream(raw, 1 << 16);
    }

    @Override
    public boolean hasNext() {
      return next < part.to();
    }

    @Override
    public Example next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int labels = part.file().format().labels();
      byte[] record = new byte[part.file().format().recordBytes()];
      try {
        if (in.readNBytes(record, 0, record.length) < record.length) {
          throw new InputException(
              location.toString(),
              "the end of the file in record " + next,
              part.file().count() + " records",
              "leave the file alone while it is read");
        }
      } catch (IOException e) {
        throw location.unusable(e);
      }
      return new Example(
          part.id() + next++ - part.from(),
          record[labels - 1],
          Arrays.copyOfRange(record, labels, record.length));
    }
  }
}
