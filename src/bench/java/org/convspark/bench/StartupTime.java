package org.convspark.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.convspark.data.Split;
import org.convspark.data.synthetic.SyntheticDigits;

/**
 * What a user waits for: seconds from the command to the first trained minibatch of train, and wall
 * clock and processor seconds of short commands. Runs submit/ as built. The argument is train's
 * dataset, {@code synthetic:6400} where there is none. Prints JSON.
 */
public final class StartupTime {
  private static final int TURNS = 3;
  private static final String CONVSPARK = "submit/convspark.sh";

  /** Real, user and system seconds of a command and of all that it started. */
  private static final String TIMED = "TIMEFORMAT='timed %R %U %S'; time \"$0\" \"$@\"";

  private StartupTime() {}

  public static void main(String[] args) throws Exception {
    String data = args.length > 0 ? args[0] : "synthetic:6400";
    Path work = Files.createTempDirectory("startup-time");
    ObjectNode result = new ObjectMapper().createObjectNode();
    ObjectNode train = result.putObject("train_to_first_minibatch");
    train.put("dataset", data);
    ArrayNode seconds = train.putArray("seconds");
    ArrayNode processor = train.putArray("processor_seconds");
    for (int turn = 0; turn < TURNS; turn++) {
      trainOneMinibatch(data, work.resolve("unfinished-" + turn), seconds, processor);
    }
    Path model = work.resolve("model");
    run(command("train", "--data", "synthetic:256", "--epochs", "1", "--out", model.toString()));
    Path picture = picture(work.resolve("digit.png"));
    for (int turn = 0; turn < TURNS; turn++) {
      measure(result, "train --help", command("train", "--help"));
      measure(result, "summary --network convnet", command("summary", "--network", "convnet"));
      measure(
          result,
          "predict of one picture",
          command(
              "predict",
              "--model",
              model.toString(),
              "--data",
              picture.toString(),
              "--out",
              work.resolve("predictions-" + turn).toString()));
    }
    System.out.println(result.toPrettyString());
  }

  private static List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(CONVSPARK);
    command.addAll(List.of(words));
    return command;
  }

  /** Averages after each minibatch, to be told of the first, and is ended then. */
  private static void trainOneMinibatch(
      String data, Path out, ArrayNode seconds, ArrayNode processor)
      throws IOException, InterruptedException {
    List<String> command =
        command("train", "--data", data, "--averaging-frequency", "1", "--out", out.toString());
    command.add("--");
    for (Map.Entry<String, String> setting :
        Map.of(
                "spark.extraListeners",
                FirstMinibatch.class.getName(),
                "spark.driver.extraClassPath",
                Path.of("target", "test-classes").toAbsolutePath().toString())
            .entrySet()) {
      command.addAll(List.of("--conf", setting.getKey() + "=" + setting.getValue()));
    }
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      StringBuilder said = new StringBuilder();
      String line = errors.readLine();
      while (line != null && !line.startsWith(FirstMinibatch.MARK)) {
        said.append(line).append('\n');
        line = errors.readLine();
      }
      if (line == null) {
        throw new IllegalStateException("no minibatch was trained:\n" + said);
      }
      seconds.add((double) (System.nanoTime() - began) / TimeUnit.SECONDS.toNanos(1));
      processor.add(Double.parseDouble(line.substring(FirstMinibatch.MARK.length())));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void measure(ObjectNode result, String name, List<String> command)
      throws IOException, InterruptedException {
    String[] times = run(command).split(" ");
    ObjectNode measured = result.withObject("/" + name);
    measured.withArray("seconds").add(Double.parseDouble(times[1]));
    measured
        .withArray("processor_seconds")
        .add(Double.parseDouble(times[2]) + Double.parseDouble(times[3]));
  }

  /** The last line on standard error, bash's {@code timed REAL USER SYSTEM}. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED));
    timed.addAll(command);
    Process process =
        new ProcessBuilder(timed).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String said =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " failed:\n" + said);
    }
    return said.substring(said.lastIndexOf('\n') + 1);
  }

  private static Path picture(Path file) throws IOException {
    int side = SyntheticDigits.SIDE;
    byte[] pixels = SyntheticDigits.draw(1, Split.TEST, 0);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, side, side, pixels);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
