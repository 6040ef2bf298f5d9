package org.convspark.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.convspark.bench.training.Comparison;
import org.convspark.bench.training.SpeedReport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * ConvSpark's training speed beside others', network by network: each contender in a JVM of its
 * own, the contenders in turn. Writes JSON and prints it as a table; {@link SpeedTable} makes one
 * table of several such files. ONEDNN_MAX_CPU_ISA=AVX2 in the environment measures this machine as
 * one without AVX-512.
 */
@Command(
    name = "TrainingSpeed",
    description = "ConvSpark's training speed beside others', in turn.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainingSpeed implements Callable<Integer> {
  @Option(names = "--networks", split = ",", description = "All eight where none is given.")
  private List<String> networks = List.of();

  @Option(
      names = "--contenders",
      split = ",",
      description =
          "Instead of a network's usual ones: pytorch, pytorch-replicas, tensorflow, dl4j.")
  private List<String> contenders = List.of();

  @Option(
      names = "--against",
      description =
          "NAME=TARGET: another build of ConvSpark, by its target directory (its job jar) or a"
              + " class path. May be repeated.")
  private Map<String, String> against = new LinkedHashMap<>();

  @Option(names = "--data", description = "As train's --data; synthetic digits where left out.")
  private String data = "";

  @Option(names = "--images", description = "Training images of a turn.")
  private int images;

  @Option(names = "--turns", description = "Turns that count (${DEFAULT-VALUE}).")
  private int turns = 5;

  @Option(names = "--json", description = "File for the result (${DEFAULT-VALUE}).")
  private Path json = Path.of("target", "bench", "training-speed.json");

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new TrainingSpeed());
    command.setExecutionExceptionHandler(
        (e, line, result) -> {
          System.err.println(e.getMessage() == null ? e : e.getMessage());
          return line.getCommandSpec().exitCodeOnExecutionException();
        });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SpeedReport report = new Comparison(networks, contenders, against, data, images, turns).run();
    report.write(json);
    System.out.println(SpeedTable.of(List.of(report)));
    System.out.println("Written to " + json);
    return 0;
  }
}
