package org.convspark.cluster;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * HDFS's daemons in a JVM of their own. Prints {@code READY URI}; then takes lines {@code stop N}
 * (a DataNode, the next then has its number) and ends with its input.
 */
final class MiniHdfsServer {
  static final String READY = "READY ";

  private MiniHdfsServer() {}

  /**
   * @param args directory for the daemons' files, number of DataNodes
   */
  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration();
    conf.set("dfs.replication", "2");
    // So that a dead DataNode is dead in seconds, not after ten minutes.
    conf.set("dfs.heartbeat.interval", "1");
    conf.set("dfs.namenode.heartbeat.recheck-interval", "1000");
    conf.set("dfs.namenode.fs-limits.min-block-size", "1024");
    // Nothing here outlives the machine, and three flushes for each file would take minutes.
    conf.setBoolean("dfs.namenode.edits.noeditlogchannelflush", true);
    try (MiniDFSCluster cluster =
            new MiniDFSCluster.Builder(conf, new File(args[0]))
                .numDataNodes(Integer.parseInt(args[1]))
                .build();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in))) {
      cluster.waitActive();
      System.out.println(READY + cluster.getURI());
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] words = line.split(" ");
        cluster.stopDataNode(Integer.parseInt(words[1]));
        System.out.println("DONE " + line);
      }
    }
    System.exit(0);
  }
}
