package org.convspark.bench.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/** The parent's end of the connection to one contender's JVM. */
final class ContenderProcess implements AutoCloseable {
  private static final int LINES_OF_LOG = 15;

  private final ObjectMapper json = new ObjectMapper();
  private final String name;
  private final File log;
  private final Process process;
  private final BufferedReader in;
  private final Writer out;

  /** Starts it; {@link #ready} waits for it. */
  ContenderProcess(
      Entrant entrant, int number, Assignment assignment, KernelChoice kernels, File directory)
      throws IOException {
    name = entrant.name() + (entrant.processes() > 1 ? "-" + number : "");
    log = new File(directory, assignment.network() + "-" + name + ".log");
    process = ContenderJvm.builder(entrant, assignment, kernels, log).start();
    in = process.inputReader(StandardCharsets.UTF_8);
    out = process.outputWriter(StandardCharsets.US_ASCII);
  }

  Ready ready() throws IOException {
    return read(Ready.class);
  }

  /** Starts a turn; {@link #finish} waits for its end. */
  void start() throws IOException {
    out.write(Turns.START + "\n");
    out.flush();
  }

  Turn finish() throws IOException {
    Turn turn = read(Turn.class);
    if (!Double.isFinite(turn.loss())) {
      throw new IllegalStateException(name + " computes a loss of " + turn.loss());
    }
    return turn;
  }

  private <T> T read(Class<T> type) throws IOException {
    // Native libraries print to stdout too.
    String line = in.readLine();
    while (line != null && !line.startsWith("{")) {
      System.err.println(name + ": " + line);
      line = in.readLine();
    }
    if (line == null) {
      throw new IllegalStateException(name + " ended early. " + log + " ends with\n" + endOfLog());
    }
    return json.readValue(line, type);
  }

  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(log.toPath(), StandardCharsets.UTF_8);
    int from = Math.max(0, lines.size() - LINES_OF_LOG);
    return String.join("\n", lines.subList(from, lines.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
