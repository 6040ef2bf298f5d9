package org.convspark.cli;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.convspark.config.Reference;
import org.convspark.config.Settings;
import org.convspark.config.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Says in one line what is wrong with a command line, and what was probably meant. */
public final class UsageErrors {
  private UsageErrors() {}

  public static String explain(CommandLine.ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String see = " See " + command.qualifiedName() + " --help";
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return e.getMessage().lines().findFirst().orElse("") + ";" + see.replace("See", "see");
    }
    String given = unmatched.getUnmatched().get(0);
    if (given.startsWith("-")) {
      String option = given.replaceFirst("=.*", "");
      return "unknown option " + given + hint(option, command) + see;
    }
    if (command.parent() != null) {
      return "unknown argument " + given + ": a value comes after its option." + see;
    }
    Collection<String> commands = command.subcommands().keySet();
    return "unknown command "
        + given
        + Spelling.question(given, commands)
            .map(question -> ", " + question)
            .orElse("; there are " + String.join(", ", commands) + ".")
        + see;
  }

  private static String hint(String option, CommandSpec command) {
    List<String> others =
        command.parent() == null
            ? List.of()
            : command.parent().subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(each -> each.optionsMap().containsKey(option))
                .map(CommandSpec::name)
                .toList();
    if (!others.isEmpty()) {
      return " of " + command.name() + "; it is one of " + String.join(", ", others) + ".";
    }
    return setting(option)
        .map(key -> ", did you mean --set " + key + "=VALUE?")
        .or(
            () ->
                Spelling.question(option, command.optionsMap().keySet())
                    .map(question -> ", " + question))
        .orElse(".");
  }

  /** Returns the key of a setting that no command has an option for. */
  private static Optional<String> setting(String option) {
    return Settings.keys().stream().filter(key -> Reference.option(key).equals(option)).findFirst();
  }
}
