package org.convspark.cli;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convspark.config.Reference;
import org.convspark.config.Versions;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/**
 * Makes the options of every command from reference.conf: a setting's comment is the description of
 * its option, its value the default.
 */
public final class CommandLineOptions {
  /** The key under which {@link #values} puts the file of {@code --config}. */
  public static final String CONFIG = "--config";

  private static final String SET = "--set";

  /** What the scripts take before it comes to this command line. */
  private static final String[] FOOTER = {
    "The script:",
    "      --dry-run              Print the spark-submit command, and run nothing",
    "      --verbose              Print it and what Spark logs, and where an error came from",
    "Spark:",
    "      -- OPTIONS             spark-submit's own, as -- --master spark://host:7077",
    "                               --executor-memory 4g --conf spark.executor.cores=2"
  };

  private CommandLineOptions() {}

  public static CommandLine commandLine(List<? extends Command> commands) {
    CommandSpec root = CommandSpec.create().name("convspark.sh").mixinStandardHelpOptions(false);
    root.usageMessage().description("Distributed training of image classifiers on Apache Spark.");
    root.addOption(help()).addOption(version());
    root.versionProvider(CommandLineOptions::versions);
    commands.forEach(each -> root.addSubcommand(each.name(), command(each)));
    CommandLine line =
        new CommandLine(root).setUsageHelpWidth(100).setPosixClusteredShortOptionsAllowed(false);
    line.getSubcommands()
        .values()
        .forEach(
            each ->
                each.getHelpSectionMap()
                    .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, CommandLineOptions::grouped));
    return line;
  }

  private static CommandSpec command(Command described) {
    CommandSpec command = CommandSpec.wrapWithoutInspection(described);
    command
        .usageMessage()
        .customSynopsis(
            "convspark.sh "
                + described.name()
                + described.operand().map(key -> " " + Reference.option(key)).orElse("")
                + " [options] [-- spark-submit options]")
        .description(described.description() + ".%n")
        .sortOptions(false)
        .footer(FOOTER);
    described.operand().ifPresent(key -> command.addPositional(operand(key)));
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
    command.addOption(help()).addOption(version());
    command.versionProvider(CommandLineOptions::versions);
    return command;
  }

  /** picocli's own groups would let an option be given twice, the last one counting. */
  private static String grouped(CommandLine.Help help) {
    Command described = (Command) help.commandSpec().userObject();
    List<OptionSpec> others = new ArrayList<>(help.commandSpec().options());
    StringBuilder text = new StringBuilder();
    for (HelpGroup group : HelpGroup.values()) {
      List<OptionSpec> options =
          described.settings().stream()
              .filter(group::has)
              .map(key -> help.commandSpec().findOption(Reference.option(key)))
              .toList();
      others.removeAll(options);
      text.append(section(help, group.heading(), options));
    }
    return text.append(section(help, "Any command", others)).toString();
  }

  private static String section(CommandLine.Help help, String heading, List<OptionSpec> options) {
    CommandLine.Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(options, help.createDefaultParamLabelRenderer());
    return options.isEmpty() ? "" : heading + ":" + System.lineSeparator() + layout;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help").usageHelp(true).description("This help").build();
  }

  private static OptionSpec version() {
    return OptionSpec.builder("--version")
        .versionHelp(true)
        .description("Versions of this, Spark, Scala, Java, DL4J and oneDNN")
        .build();
  }

  private static String[] versions() {
    return new String[] {Versions.line()};
  }

  private static OptionSpec option(String key) {
    String text = Reference.defaultText(key);
    boolean flag = Reference.isFlag(key);
    String suffix = flag || text.isEmpty() ? "" : " (default " + text + ")";
    OptionSpec.Builder option =
        OptionSpec.builder(Reference.option(key)).description(Reference.comment(key) + suffix);
    if (Reference.flagValue(key).isPresent()) {
      return option
          .type(String.class)
          .arity("0..1")
          .fallbackValue("true")
          .paramLabel(Reference.flagValue(key).get())
          .build();
    }
    if (Reference.isList(key)) {
      option.type(List.class).auxiliaryTypes(String.class);
    } else {
      option.type(flag ? boolean.class : String.class);
    }
    return (flag ? option : option.paramLabel("VALUE")).build();
  }

  private static PositionalParamSpec operand(String key) {
    return PositionalParamSpec.builder()
        .paramLabel(Reference.option(key))
        .description(Reference.comment(key))
        .index("0")
        .arity("0..1")
        .type(String.class)
        .build();
  }

  /** Returns what was given on the command line, by key of reference.conf. */
  public static Map<String, String> values(ParseResult command) {
    Command described = (Command) command.commandSpec().userObject();
    Map<String, String> values = new HashMap<>();
    Map<String, String> set = command.matchedOptionValue(SET, Map.of());
    values.putAll(set);
    described
        .operand()
        .ifPresent(
            key -> {
              String value = command.matchedPositionalValue(0, null);
              if (value != null) {
                values.put(key, value);
              }
            });
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
}
