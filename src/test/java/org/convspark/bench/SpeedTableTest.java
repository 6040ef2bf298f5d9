package org.convspark.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.convspark.bench.training.Machine;
import org.convspark.bench.training.SpeedReport;
import org.convspark.bench.training.SpeedReport.ContenderSpeed;
import org.convspark.bench.training.SpeedReport.NetworkSpeed;
import org.convspark.bench.training.Spread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpeedTableTest {
  private static final double[] CONVSPARK = {600, 400, 900, 500};

  private static ContenderSpeed contender(String name, Spread ratio, double... imagesPerSecond) {
    return new ContenderSpeed(
        name,
        "The " + name,
        1,
        2,
        Map.of("java", "17"),
        imagesPerSecond,
        new double[imagesPerSecond.length],
        ratio);
  }

  private static SpeedReport report(Map<String, String> kernels, NetworkSpeed network) {
    Machine machine = new Machine("Abacus", 2, List.of("avx2", "avx512f"), kernels);
    return new SpeedReport(
        "2026-01-01T00:00:00Z", machine, "synthetic:256", 128, 4, List.of(network));
  }

  /** Speeds that move together: the ratio's spread is that of the turns, not of the speeds. */
  private static NetworkSpeed convnet() {
    double[] other = {300, 400, 300, 200};
    Spread ratio = Spread.ofRatios(CONVSPARK, other); // 2, 1, 3, 2.5
    return new NetworkSpeed(
        "convnet",
        104202,
        256,
        List.of(contender("us", null, CONVSPARK), contender("them", ratio, other)));
  }

  private static NetworkSpeed dense() {
    Spread ratio = Spread.ofRatios(CONVSPARK, CONVSPARK);
    return new NetworkSpeed(
        "dense",
        407050,
        256,
        List.of(contender("us", null, CONVSPARK), contender("others", ratio, CONVSPARK)));
  }

  private static final String ABOVE =
      "; minibatches of 128, median images/s of 4 turns"
          + " (ratio of ConvSpark's to it: median, least to greatest):\n\n";

  @Test
  void reportsOfOneMachineShareATable() {
    assertThat(SpeedTable.of(List.of(report(Map.of(), convnet()), report(Map.of(), dense()))))
        .isEqualTo(
            "Abacus, 2 cores, AVX-512"
                + ABOVE
                + "| network | The us | The them | The others |\n"
                + "|---|---|---|---|\n"
                + "| convnet | 550 | 300 (2.25, 1.00 to 3.00) |  |\n"
                + "| dense | 550 |  | 550 (1.00, 1.00 to 1.00) |\n");
  }

  @Test
  void kernelsHeldBackHaveATableOfTheirOwn() {
    Map<String, String> held = Map.of("ONEDNN_MAX_CPU_ISA", "AVX2");
    assertThat(SpeedTable.of(List.of(report(Map.of(), dense()), report(held, dense()))))
        .contains("Abacus, 2 cores, AVX-512" + ABOVE)
        .contains("\n\nAbacus, 2 cores, AVX-512, held by ONEDNN_MAX_CPU_ISA=AVX2" + ABOVE);
  }

  @Test
  void aReportIsReadAsItWasWritten(@TempDir Path directory) throws IOException {
    SpeedReport written = report(Map.of("DNNL_MAX_CPU_ISA", "AVX2"), convnet());
    written.write(directory.resolve("a.json"));
    SpeedReport read = SpeedReport.read(directory.resolve("a.json"));
    assertThat(SpeedTable.of(List.of(read))).isEqualTo(SpeedTable.of(List.of(written)));
    assertThat(read.networks().get(0).contenders().get(1))
        .usingRecursiveComparison()
        .isEqualTo(written.networks().get(0).contenders().get(1));
  }
}
