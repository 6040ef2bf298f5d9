package org.convspark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.convspark.config.DataConfig.OnBad;
import org.convspark.config.Reference;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.config.Versions;
import org.convspark.config.training.AugmentationConfig.Fill;
import org.convspark.config.training.AugmentationSettings.Preset;
import org.convspark.config.training.OptimizerConfig.Optimizer;
import org.convspark.config.training.Resumption;
import org.convspark.config.training.ScheduleConfig.Schedule;
import org.convspark.config.training.StoppingConfig.Monitor;
import org.convspark.job.Job;
import org.convspark.job.Jobs;
import org.convspark.network.catalog.NetworkCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class CommandLineOptionsTest {
  private static CommandLine line() {
    return CommandLineOptions.commandLine(Jobs.ALL);
  }

  @Test
  void everyCommandTellsTheVersions() {
    for (Job job : Jobs.ALL) {
      CommandLine.ParseResult parsed = line().parseArgs(job.name(), "--version");
      assertThat(parsed.subcommand().isVersionHelpRequested()).isTrue();
      assertThat(parsed.subcommand().commandSpec().version()).containsExactly(Versions.line());
    }
  }

  @Test
  void everyOptionHasOnePlaceInTheHelpAndEveryPlaceAnOption() {
    Set<String> keys =
        Jobs.ALL.stream().flatMap(job -> job.settings().stream()).collect(Collectors.toSet());
    assertThat(keys)
        .allSatisfy(
            key -> assertThat(HelpGroup.values()).filteredOn(group -> group.has(key)).hasSize(1));
    assertThat(HelpGroup.values()).allSatisfy(group -> assertThat(keys).anyMatch(group::has));
  }

  @Test
  void theHelpIsGroupedAndHasEveryOptionOnce() {
    for (Job job : Jobs.ALL) {
      String help = line().getSubcommands().get(job.name()).getUsageMessage();
      List<String> first =
          help.lines()
              .map(text -> text.strip().split("[ =\\[]", 2)[0])
              .filter(word -> !word.isEmpty())
              .toList();
      for (String key : job.settings()) {
        assertThat(first).containsOnlyOnce(Reference.option(key));
      }
      assertThat(help).contains("Any command:").contains("--dry-run").contains("-- OPTIONS");
    }
    assertThat(line().getSubcommands().get("train").getUsageMessage())
        .containsSubsequence(
            "Network and model:",
            "--network",
            "Data:",
            "--data",
            "Output:",
            "--out",
            "Training:",
            "--epochs",
            "Optimizer and schedule:",
            "--learning-rate",
            "Stopping and checkpoints:",
            "--monitor",
            "Any command:",
            "Spark:");
  }

  @Test
  void theHelpNamesAllThatIsAllowed() {
    Map<String, Stream<?>> values =
        Map.of(
            "network",
            NetworkCatalog.names().stream(),
            "images.on-bad",
            Arrays.stream(OnBad.values()),
            "augmentation.preset",
            Arrays.stream(Preset.values()),
            "augmentation.fill",
            Arrays.stream(Fill.values()),
            "optimizer.name",
            Arrays.stream(Optimizer.values()),
            "schedule.name",
            Arrays.stream(Schedule.values()),
            "stopping.monitor",
            Arrays.stream(Monitor.values()),
            "predict.format",
            Stream.of("parquet", "csv", "json"),
            "images.split",
            Stream.of("train", "validation", "test", "auto"));
    values.forEach(
        (key, allowed) ->
            assertThat(Reference.comment(key).split("[^a-z0-9_-]+"))
                .contains(allowed.map(Object::toString).toArray(String[]::new)));
  }

  @Test
  void anOptionIsGivenOnce() {
    assertThatThrownBy(() -> line().parseArgs("train", "--epochs", "3", "--epochs", "4"))
        .isInstanceOf(CommandLine.OverwrittenOptionException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trian | unknown command trian, did you mean train? See convspark.sh --help",
        "xyzzy | unknown command xyzzy; there are prepare, show, summary, demo, train, evaluate,"
            + " predict, features, report, export, import, doctor. See convspark.sh --help",
        "train --epoch | unknown option --epoch, did you mean --epochs? See convspark.sh train --help",
        "train --zzz | unknown option --zzz. See convspark.sh train --help",
        "train --rho 1 | unknown option --rho, did you mean --set optimizer.rho=VALUE?"
            + " See convspark.sh train --help",
        "summary --epochs=3 | unknown option --epochs=3 of summary; it is one of train."
            + " See convspark.sh summary --help",
        "train 3 | unknown argument 3: a value comes after its option. See convspark.sh train --help",
        "train --epochs | Missing required parameter for option '--epochs' (VALUE);"
            + " see convspark.sh train --help"
      })
  void whatIsWrongIsSaidWithWhatWasMeantOrIsAllowed(String arguments, String said) {
    CommandLine.ParameterException e =
        catchThrowableOfType(
            CommandLine.ParameterException.class, () -> line().parseArgs(arguments.split(" ")));

    assertThat(UsageErrors.explain(e)).isEqualTo(said);
  }

  private static Settings parse(String line) {
    return Settings.of(
        ConfigFactory.empty(),
        CommandLineOptions.values(line().parseArgs(("train " + line).split(" ")).subcommand()));
  }

  @ParameterizedTest
  @CsvSource({
    "--out x, NEVER",
    "--out x --resume, REQUIRED",
    "--resume --out x, REQUIRED",
    "--resume true --out x, REQUIRED",
    "--out x --resume=false, NEVER",
    "--resume auto --out x, AUTO",
    "--out x --resume=auto, AUTO",
    "--out x --set training.resume=auto, AUTO",
  })
  void theValueOfAFlagMayBeLeftOut(String line, Resumption expected) {
    assertThat(Resumption.of(parse(line))).isEqualTo(expected);
  }

  @Test
  void aFileMaySayIt() {
    for (String value : List.of("true", "auto", "\"auto\"")) {
      assertThat(
              Resumption.of(
                  Settings.of(
                      ConfigFactory.parseString("out = x, training.resume = " + value), Map.of())))
          .isNotEqualTo(Resumption.NEVER);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--resume maybe --out x, '--resume: maybe given, one of false, true, auto expected'",
    "--resume auto, --resume auto needs --out",
    "--resume auto --out x --overwrite, --overwrite discards what --resume auto goes on with",
  })
  void whatCannotBeRepeatedIsRefused(String line, String message) {
    Settings settings = parse(line);
    assertThatThrownBy(() -> Resumption.of(settings))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(message);
  }
}
