package org.convspark.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.convspark.Main;
import org.convspark.data.ImageShape;
import org.convspark.model.ModelFile;
import org.convspark.network.catalog.NetworkCatalog;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What the command predict takes of memory, by the number of images: for each number given, a JVM
 * of its own predicts as many synthetic digits with the dense network, on two slots, with a heap of
 * 512 MB that is taken from the system at the start, so that whatever grows beside it shows. Prints
 * a line of JSON for each. Linux only, for it reads /proc.
 */
public final class PredictionMemory {
  /** The least that Spark starts with. */
  private static final String HEAP = "512m";

  private static final String CHILD = "predict";
  private static final long MEBIBYTE = 1 << 20;

  private PredictionMemory() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 4 && args[0].equals(CHILD)) {
      predict(args[1], args[2], Long.parseLong(args[3]));
      return;
    }
    Path directory = Files.createTempDirectory("prediction-memory");
    try {
      Path model = directory.resolve("model.zip");
      writeModel(model);
      for (String images : args.length == 0 ? new String[] {"10000", "100000", "1000000"} : args) {
        Path out = directory.resolve(images);
        Process child = new ProcessBuilder(command(model, out, images)).inheritIO().start();
        if (child.waitFor() != 0) {
          throw new IllegalStateException("predicting " + images + " images failed");
        }
        FileUtils.deleteDirectory(out.toFile());
      }
    } finally {
      FileUtils.deleteDirectory(directory.toFile());
    }
  }

  private static void writeModel(Path file) throws IOException {
    ComputationGraph network =
        new ComputationGraph(
            NetworkCatalog.find("dense", new Configuration(false))
                .configure(
                    new ImageShape(28, 28, 1), 10, new NeuralNetConfiguration.Builder().seed(1)));
    network.init();
    try (OutputStream out = Files.newOutputStream(file)) {
      ModelFile.write(network, Optional.empty(), out);
    }
  }

  private static List<String> command(Path model, Path out, String images) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-Xm"))
        .forEach(command::add);
    command.addAll(List.of("-Xms" + HEAP, "-Xmx" + HEAP, "-XX:+AlwaysPreTouch"));
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(PredictionMemory.class.getName());
    command.addAll(List.of(CHILD, model.toString(), out.toString(), images));
    return command;
  }

  /** In the child. */
  private static void predict(String model, String out, long images) throws IOException {
    Map.of(
            "spark.master", "local[" + BenchSpark.SLOTS + "]",
            "spark.ui.enabled", "false",
            "spark.driver.host", "localhost",
            "spark.driver.bindAddress", "127.0.0.1")
        .forEach(System::setProperty);
    AtomicLong live = new AtomicLong();
    ScheduledExecutorService collections = Executors.newSingleThreadScheduledExecutor();
    collections.scheduleAtFixedRate(
        () -> live.accumulateAndGet(heapAfterCollection(), Math::max), 1, 2, TimeUnit.SECONDS);
    long began = System.nanoTime();
    int exit =
        Main.run(
            "predict",
            "--model",
            model,
            "--data",
            "synthetic:" + images,
            "--split",
            "train",
            "--out",
            out);
    double seconds = (System.nanoTime() - began) / 1e9;
    collections.shutdown();
    if (exit != Main.DONE) {
      throw new IllegalStateException("exit code " + exit);
    }
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.put("images", images);
    line.put("seconds", Math.round(seconds));
    line.put("greatest_live_heap_mb", live.get() / MEBIBYTE);
    line.put("live_heap_after_mb", heapAfterCollection() / MEBIBYTE);
    line.put("peak_resident_mb", peakResident() / MEBIBYTE);
    System.out.println(line);
  }

  /** What is reachable, by a full collection. */
  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long peakResident() throws IOException {
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow();
    return 1024 * Long.parseLong(peak.replaceAll("\\D", ""));
  }
}
