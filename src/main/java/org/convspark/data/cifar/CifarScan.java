package org.convspark.data.cifar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.convspark.config.InputException;
import org.convspark.storage.Location;
import org.convspark.storage.Sha256;
import org.convspark.storage.TaskErrors;

/**
 * What one reading of a file tells, on an executor: its hash and how many images each class has, or
 * what is wrong with it. Holds no records, which Spark's Kryo can't serialize.
 */
final class CifarScan implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] counts;
  private String sha256;
  private InputException problem;

  private CifarScan(int classes) {
    counts = new long[classes];
  }

  /**
   * Reads whole files.
   *
   * @return what each told, in their order
   * @throws InputException if one is damaged
   */
  static List<CifarScan> of(
      JavaSparkContext spark, List<CifarFile> files, Broadcast<SerializableConfiguration> hadoop) {
    List<CifarFile> captured = new ArrayList<>(files);
    List<CifarScan> scans;
    try {
      scans =
          spark
              .parallelize(IntStream.range(0, files.size()).boxed().toList(), files.size())
              .map(
                  place -> {
                    CifarFile file = captured.get(place);
                    return of(file, Location.of(file.uri(), hadoop.value().value()));
                  })
              .collect();
    } catch (Exception e) {
      throw TaskErrors.unwrap(e);
    }
    for (CifarScan scan : scans) {
      if (scan.problem != null) {
        throw scan.problem;
      }
    }
    return scans;
  }

  private static CifarScan of(CifarFile file, Location location) {
    CifarScan scan = new CifarScan(file.format().classes());
    try (InputStream in = location.open()) {
      scan.read(file, location, in);
    } catch (IOException e) {
      scan.problem = location.unusable(e);
    } catch (InputException e) {
      scan.problem = e;
    }
    return scan;
  }

  private void read(CifarFile file, Location location, InputStream raw) throws IOException {
    Sha256 digest = new Sha256();
    InputStream in = new BufferedInputStream(digest.over(raw), 1 << 16);
    byte[] record = new byte[file.format().recordBytes()];
    for (long i = 0; i < file.count(); i++) {
      if (in.readNBytes(record, 0, record.length) < record.length) {
        throw new InputException(
            location.toString(),
            "the end of the file in record " + i,
            file.count() + " records",
            "fetch the file again");
      }
      Optional<String> wrong = CifarFile.problem(record, file.format());
      if (wrong.isPresent()) {
        throw new InputException(
            location.toString(),
            wrong.get() + ", in record " + i,
            file.format() + "'s labels",
            "fetch the file again");
      }
      counts[record[file.format().labels() - 1]]++;
    }
    sha256 = digest.hex();
  }

  /** Returns the number of images of each class. */
  long[] counts() {
    return counts;
  }

  /** Returns the hex digest of the file. */
  String sha256() {
    return sha256;
  }
}
