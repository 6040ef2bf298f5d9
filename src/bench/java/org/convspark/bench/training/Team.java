package org.convspark.bench.training;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.convspark.bench.training.SpeedReport.ContenderSpeed;

/** The processes of one entrant, which train at the same time, and what they have achieved. */
final class Team implements AutoCloseable {
  private final Entrant entrant;
  private final List<ContenderProcess> processes = new ArrayList<>();
  private final List<Double> imagesPerSecond = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private Ready ready;

  /** Starts them. */
  Team(Entrant entrant, Assignment assignment, KernelChoice kernels, File logs) throws IOException {
    this.entrant = entrant;
    Assignment share = assignment.withShare(entrant.divisor());
    for (int i = 1; i <= entrant.processes(); i++) {
      processes.add(new ContenderProcess(entrant, i, share, kernels, logs));
    }
  }

  /**
   * Waits until all of them are ready.
   *
   * @throws IllegalStateException where they have a network of another size
   */
  void awaitReady(long parameters) throws IOException {
    for (ContenderProcess process : processes) {
      ready = process.ready();
      if (ready.parameters() != parameters) {
        throw new IllegalStateException(
            entrant.name() + " trains " + ready.parameters() + " parameters, not " + parameters);
      }
    }
  }

  /** A turn that doesn't count: natives are loaded, code is compiled, memory grows. */
  void warmUp() throws IOException {
    turn();
  }

  /** A turn that counts. */
  double measure() throws IOException {
    List<Turn> turns = turn();
    double sum = turns.stream().mapToDouble(Turn::imagesPerSecond).sum();
    imagesPerSecond.add(sum);
    losses.add(turns.get(0).loss());
    return sum;
  }

  private List<Turn> turn() throws IOException {
    for (ContenderProcess process : processes) {
      process.start();
    }
    List<Turn> turns = new ArrayList<>();
    for (ContenderProcess process : processes) {
      turns.add(process.finish());
    }
    return turns;
  }

  String name() {
    return entrant.name();
  }

  double[] imagesPerSecond() {
    return array(imagesPerSecond);
  }

  /**
   * @param convspark its images per second in the same turns; null where this is ConvSpark
   */
  ContenderSpeed speed(double[] convspark) {
    return new ContenderSpeed(
        entrant.name(),
        entrant.heading(),
        processes.size(),
        processes.size() * ready.threads(),
        ready.versions(),
        imagesPerSecond(),
        array(losses),
        convspark == null ? null : Spread.ofRatios(convspark, imagesPerSecond()));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public void close() {
    processes.forEach(ContenderProcess::close);
  }
}
