package org.convspark.doctor;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.SerializableConfiguration;

/** What doctor does on each JVM. */
public final class NodeTask implements Serializable {
  /** What the name of an executor's check begins with; its id follows. */
  static final String EXECUTOR = "executor ";

  private static final long serialVersionUID = 1L;

  private final boolean accelerated;
  private final boolean timed;
  private final String data;
  private final String out;

  /**
   * @param timed whether to measure the speed, for some seconds
   * @param data a path that must be readable
   * @param out a path whose nearest existing parent must be writable
   */
  public NodeTask(boolean accelerated, boolean timed, Optional<String> data, Optional<String> out) {
    this.accelerated = accelerated;
    this.timed = timed;
    this.data = data.orElse("");
    this.out = out.orElse("");
  }

  NodeCheck run(SerializableConfiguration hadoop) {
    long began = System.currentTimeMillis();
    SparkEnv env = SparkEnv.get();
    String dataError = data.isEmpty() ? "" : errorOf(() -> read(new Path(data), hadoop.value()));
    String outError = out.isEmpty() ? "" : errorOf(() -> write(new Path(out), hadoop.value()));
    var report = NodeProbe.run(accelerated, timed);
    return new NodeCheck(
        EXECUTOR + env.executorId(),
        env.blockManager().blockManagerId().host(),
        report,
        dataError,
        outError,
        began,
        System.currentTimeMillis(),
        0);
  }

  private interface Access {
    void run() throws IOException;
  }

  private static String errorOf(Access access) {
    try {
      access.run();
      return "";
    } catch (FileNotFoundException e) {
      return "no such file";
    } catch (IOException | IllegalArgumentException e) {
      String message = e.getMessage() == null ? "" : e.getMessage().strip();
      return message.isEmpty() ? e.getClass().getSimpleName() : message.lines().findFirst().get();
    }
  }

  private static void read(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    if (fileSystem.getFileStatus(path).isDirectory()) {
      fileSystem.listStatus(path);
    }
  }

  /** Leaves nothing behind. */
  private static void write(Path path, Configuration hadoop) throws IOException {
    FileSystem fileSystem = path.getFileSystem(hadoop);
    Path parent = fileSystem.makeQualified(new Path(path.toString())).getParent();
    while (parent != null && !fileSystem.exists(parent)) {
      parent = parent.getParent();
    }
    if (parent == null) {
      throw new IOException("the root has no parent");
    }
    Path trial = new Path(parent, ".convspark-doctor-" + UUID.randomUUID());
    try {
      fileSystem.create(trial, false).close();
    } finally {
      fileSystem.delete(trial, false);
    }
  }
}
