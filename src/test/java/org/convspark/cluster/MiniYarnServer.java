package org.convspark.cluster;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * YARN's ResourceManager and NodeManagers in a JVM of their own, on 127.0.0.1. Writes yarn-site.xml
 * for its clients, prints {@code READY} and ends with its input.
 */
final class MiniYarnServer {
  static final String READY = "READY";

  private static final String[] ADDRESSES = {
    YarnConfiguration.RM_ADDRESS,
    YarnConfiguration.RM_ADMIN_ADDRESS,
    YarnConfiguration.RM_SCHEDULER_ADDRESS,
    YarnConfiguration.RM_RESOURCE_TRACKER_ADDRESS,
    YarnConfiguration.RM_WEBAPP_ADDRESS,
    YarnConfiguration.NM_LOCALIZER_ADDRESS,
    YarnConfiguration.NM_WEBAPP_ADDRESS
  };

  private MiniYarnServer() {}

  /**
   * @param args directory of the client's configuration, number of NodeManagers
   */
  public static void main(String[] args) throws Exception {
    int nodeManagers = Integer.parseInt(args[1]);
    try (MiniYARNCluster cluster = new MiniYARNCluster("yarn", nodeManagers, 1, 1)) {
      cluster.init(configuration());
      cluster.start();
      if (!cluster.waitForNodeManagersToConnect(60_000)) {
        throw new IllegalStateException("the NodeManagers have not connected within a minute");
      }
      try (OutputStream site = Files.newOutputStream(Path.of(args[0], "yarn-site.xml"))) {
        settings(cluster.getConfig()).writeXml(site);
      }
      System.out.println(READY);
      while (System.in.read() >= 0) {
        // Nothing to be told.
      }
    }
    System.exit(0);
  }

  /** YARN's alone: its clients have the file system from core-site.xml. */
  private static Configuration settings(Configuration all) {
    Configuration site = new Configuration(false);
    for (Map.Entry<String, String> entry : all) {
      if (entry.getKey().startsWith("yarn.")) {
        site.set(entry.getKey(), all.get(entry.getKey()));
      }
    }
    return site;
  }

  private static Configuration configuration() {
    YarnConfiguration conf = new YarnConfiguration();
    // Ports of its own choice, on an address of ours; else the cluster takes the machine's name.
    conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_FIXED_PORTS, true);
    conf.set(YarnConfiguration.RM_HOSTNAME, "127.0.0.1");
    for (String address : ADDRESSES) {
      conf.set(address, "127.0.0.1:0");
    }
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 128);
    // NodeManagers get the machine's name as their address, whatever is said above.
    conf.set(YarnConfiguration.NM_BIND_HOST, "127.0.0.1");
    // Its own names for a node's memory, and for leaving the checks of memory as they are set here.
    conf.setInt(YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB, 6144);
    conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_CONTROL_RESOURCE_MONITORING, true);
    // A container that takes more memory than it has asked for is killed, as on a real cluster. Its
    // address space is another matter: a JVM reserves many times what it uses.
    conf.setBoolean(YarnConfiguration.NM_PMEM_CHECK_ENABLED, true);
    conf.setBoolean(YarnConfiguration.NM_VMEM_CHECK_ENABLED, false);
    // A disk that is 90 % full makes a node unhealthy, and the test hang.
    conf.set(YarnConfiguration.NM_MAX_PER_DISK_UTILIZATION_PERCENTAGE, "100.0");
    conf.set(YarnConfiguration.NM_ENV_WHITELIST, "JAVA_HOME,SPARK_LOCAL_IP");
    // The logs of a failed application stay where the test finds them.
    conf.setInt(YarnConfiguration.DEBUG_NM_DELETE_DELAY_SEC, 600);
    return conf;
  }
}
