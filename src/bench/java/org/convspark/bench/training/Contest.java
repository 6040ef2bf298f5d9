package org.convspark.bench.training;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.convspark.bench.training.SpeedReport.ContenderSpeed;
import org.convspark.bench.training.SpeedReport.NetworkSpeed;

/** One network, trained by all entrants turn by turn. */
final class Contest {
  private static final int WARM_UPS = 2;

  private final KernelChoice kernels;
  private final File logs;
  private final int turns;

  /**
   * @param logs directory, which is there, of what contenders write on stderr
   * @param turns that count
   */
  Contest(KernelChoice kernels, File logs, int turns) {
    this.kernels = kernels;
    this.logs = logs;
    this.turns = turns;
  }

  /** How many turns an {@link Assignment} has, warm-up included. */
  static int allTurns(int turns) {
    return WARM_UPS + turns;
  }

  /**
   * @param parameters that each one's network must have
   * @param entrants ConvSpark first, which the others are compared with
   */
  NetworkSpeed hold(Assignment assignment, long parameters, List<Entrant> entrants)
      throws IOException {
    List<Team> teams = new ArrayList<>();
    try {
      for (Entrant entrant : entrants) {
        teams.add(new Team(entrant, assignment, kernels, logs));
      }
      for (Team team : teams) {
        team.awaitReady(parameters);
      }
      for (int i = 0; i < WARM_UPS; i++) {
        for (Team team : teams) {
          team.warmUp();
        }
      }
      for (int turn = 1; turn <= turns; turn++) {
        trainInTurn(assignment.network(), turn, teams);
      }
      double[] convspark = teams.get(0).imagesPerSecond();
      List<ContenderSpeed> speeds = new ArrayList<>();
      for (Team team : teams) {
        speeds.add(team.speed(speeds.isEmpty() ? null : convspark));
      }
      return new NetworkSpeed(assignment.network(), parameters, assignment.count(), speeds);
    } finally {
      teams.forEach(Team::close);
    }
  }

  /** Forwards and backwards by turns: a machine that slows down or speeds up favours nobody. */
  private static void trainInTurn(String network, int turn, List<Team> teams) throws IOException {
    List<Team> order = new ArrayList<>(teams);
    if (turn % 2 == 0) {
      Collections.reverse(order);
    }
    StringBuilder line = new StringBuilder(network + " turn " + turn + ":");
    for (Team team : order) {
      line.append(String.format(Locale.ROOT, "  %s %,.0f images/s", team.name(), team.measure()));
    }
    System.err.println(line);
  }
}
