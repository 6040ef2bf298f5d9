package org.convspark.cli;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convspark.config.Reference;
import org.convspark.config.Versions;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Makes the options of every command from reference.conf: a setting's comment is the description of
 * its option, its value the default.
 */
public final class CommandLineOptions {
  /** The key under which {@link #values} puts the file of {@code --config}. */
  public static final String CONFIG = "--config";

  private static final String SET = "--set";

  private CommandLineOptions() {}

  public static CommandLine commandLine(List<? extends Command> commands) {
    CommandSpec root = CommandSpec.create().name("convspark.sh").mixinStandardHelpOptions(false);
    root.usageMessage().description("Distributed training of image classifiers on Apache Spark.");
    root.addOption(help());
    root.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .description("Versions of this, Spark, Scala, Java, DL4J and oneDNN")
            .build());
    root.versionProvider(() -> new String[] {Versions.line()});
    commands.forEach(each -> root.addSubcommand(each.name(), command(each)));
    return new CommandLine(root).setUsageHelpWidth(100).setPosixClusteredShortOptionsAllowed(false);
  }

  private static CommandSpec command(Command described) {
    CommandSpec command = CommandSpec.wrapWithoutInspection(described);
    command.usageMessage().description(described.description() + ".").sortOptions(false);
    described.settings().forEach(key -> command.addOption(option(key)));
    command.addOption(
        OptionSpec.builder(CONFIG)
            .paramLabel("FILE")
            .type(String.class)
            .description("File of settings in HOCON, only what differs from the defaults")
            .build());
    command.addOption(
        OptionSpec.builder(SET)
            .paramLabel("KEY=VALUE")
            .type(Map.class)
            .auxiliaryTypes(String.class, String.class)
            .description("Any other setting of reference.conf, as accel.enabled=false")
            .build());
    command.addOption(help());
    return command;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help").usageHelp(true).description("This help").build();
  }

  private static OptionSpec option(String key) {
    String text = Reference.defaultText(key);
    boolean flag = Reference.isFlag(key);
    String suffix = flag || text.isEmpty() ? "" : " (default " + text + ")";
    OptionSpec.Builder option =
        OptionSpec.builder(Reference.option(key)).description(Reference.comment(key) + suffix);
    if (Reference.isList(key)) {
      option.type(List.class).auxiliaryTypes(String.class);
    } else {
      option.type(flag ? boolean.class : String.class);
    }
    return (flag ? option : option.paramLabel("VALUE")).build();
  }

  /** Returns what was given on the command line, by key of reference.conf. */
  public static Map<String, String> values(ParseResult command) {
    Command described = (Command) command.commandSpec().userObject();
    Map<String, String> values = new HashMap<>();
    Map<String, String> set = command.matchedOptionValue(SET, Map.of());
    values.putAll(set);
    for (String key : described.settings()) {
      Object value = command.matchedOptionValue(Reference.option(key), null);
      if (value != null) {
        values.put(key, value instanceof List<?> list ? hocon(list) : value.toString());
      }
    }
    if (command.hasMatchedOption(CONFIG)) {
      values.put(CONFIG, command.matchedOptionValue(CONFIG, ""));
    }
    return values;
  }

  private static String hocon(List<?> list) {
    return ConfigValueFactory.fromIterable(list).render(ConfigRenderOptions.concise());
  }

  /** Returns one line that says what is wrong, and the nearest known option or command. */
  public static String explain(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String given = unmatched.getUnmatched().get(0);
      CommandSpec spec = e.getCommandLine().getCommandSpec();
      List<String> known =
          given.startsWith("-")
              ? List.copyOf(spec.optionsMap().keySet())
              : List.copyOf(spec.subcommands().keySet());
      String kind =
          given.startsWith("-") ? "option" : spec.parent() == null ? "command" : "argument";
      String hint =
          known.isEmpty() ? "" : ", did you mean " + Reference.nearest(given, known) + "?";
      return "unknown " + kind + " " + given + hint;
    }
    return e.getMessage().lines().findFirst().orElse("");
  }
}
