package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.convspark.data.ImageShape;
import org.convspark.model.ModelFile;
import org.convspark.network.catalog.NetworkCatalog;
import org.convspark.run.RunDirectory;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DataNode that stops while it is given a model. */
final class DataNodeLossIT {
  private static final int HALF_OF_THE_MODEL = 120_000;
  private static final int PIECE = 8192;

  @TempDir private Path directory;

  @Test
  void theModelIsWholeOnTheOther() throws IOException {
    Configuration hadoop = new Configuration();
    // Of three copies a client wants two at least.
    hadoop.set("dfs.replication", "2");
    try (MiniHdfs hdfs = MiniHdfs.start(directory.resolve("hdfs"), 2);
        RunDirectory run = RunDirectory.create(hdfs.path("/runs/a"), hadoop, false)) {
      String sha256;
      try (OutputStream out = run.create(RunDirectory.MODEL)) {
        HdfsDataOutputStream toHdfs = (HdfsDataOutputStream) out;
        sha256 =
            ModelFile.write(network(hadoop), Optional.empty(), new LosingADataNode(toHdfs, hdfs));
        toHdfs.hflush();
        assertThat(toHdfs.getCurrentBlockReplication()).isEqualTo(1);
      }
      run.complete();

      try (InputStream model =
          hdfs.fileSystem().open(MiniHdfs.hadoopPath("/runs/a/" + RunDirectory.MODEL))) {
        assertThat(DigestUtils.sha256Hex(model)).isEqualTo(sha256);
      }
      assertThat(hdfs.list("/runs")).containsOnlyOnce("a").doesNotContain(".a.unfinished");
    }
  }

  private static ComputationGraph network(Configuration hadoop) {
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("lenet-5", hadoop)
                .configure(
                    new ImageShape(28, 28, 1), 10, new NeuralNetConfiguration.Builder().seed(1)));
    network.init();
    return network;
  }

  /** Stops a DataNode once half of the model has reached both. */
  private static final class LosingADataNode extends FilterOutputStream {
    private final HdfsDataOutputStream toHdfs;
    private final MiniHdfs hdfs;
    private boolean lost;

    LosingADataNode(HdfsDataOutputStream toHdfs, MiniHdfs hdfs) {
      super(toHdfs);
      this.toHdfs = toHdfs;
      this.hdfs = hdfs;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int at = from; at < from + length; at += PIECE) {
        out.write(bytes, at, Math.min(PIECE, from + length - at));
        if (!lost && toHdfs.size() > HALF_OF_THE_MODEL) {
          lost = true;
          toHdfs.hflush();
          assertThat(toHdfs.getCurrentBlockReplication()).isEqualTo(2);
          hdfs.stopDataNode(0);
        }
      }
    }
  }
}
