package org.convspark.bench.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Has src/bench/python/networks.py make the TorchScript files. */
final class TorchScripts {
  private static final String SCRIPT = "src/bench/python/networks.py";

  /** An environment's python3 often hides the system's, which has Debian's python3-torch. */
  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

  private TorchScripts() {}

  /**
   * @param directory where they go; a few seconds, whatever is there already
   * @throws IllegalStateException where there is no Python with PyTorch
   */
  static void make(List<String> networks, Path directory) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(interpreter());
    command.add(SCRIPT);
    command.add(directory.toString());
    command.addAll(networks);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(SCRIPT + " failed:\n" + said);
    }
  }

  private static String interpreter() throws InterruptedException {
    for (String interpreter : INTERPRETERS) {
      if (hasTorch(interpreter)) {
        return interpreter;
      }
    }
    throw new IllegalStateException(
        "no python3 with PyTorch 1.13 or newer, which writes the networks for PyTorch: install"
            + " Debian's python3-torch, or leave PyTorch out with --contenders dl4j");
  }

  private static boolean hasTorch(String interpreter) throws InterruptedException {
    try {
      return new ProcessBuilder(interpreter, "-c", "import torch")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }
}
