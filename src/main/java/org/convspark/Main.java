package org.convspark;

import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.SparkUserAppException;
import org.convspark.cli.CommandLineOptions;
import org.convspark.cli.LogFile;
import org.convspark.cli.Terminal;
import org.convspark.config.InputException;
import org.convspark.config.UsageException;
import org.convspark.job.Job;
import org.convspark.job.JobContext;
import org.convspark.job.Jobs;
import org.convspark.storage.Reason;
import org.convspark.storage.TaskErrors;
import org.convspark.training.TrainingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The command line: finds the subcommand, runs its job, and turns its end into an exit code. */
public final class Main {
  /** Done, and everything promised is written. */
  public static final int DONE = 0;

  /** The command was used wrongly. */
  public static final int WRONG_USAGE = 1;

  /** Data, a model, a path or a permission can't be used. */
  public static final int WRONG_INPUT = 2;

  /** The job failed. */
  public static final int FAILED = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] args) throws SparkUserAppException {
    int status = run(args);
    if ("yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"))) {
      // Here Spark's application master has called, and takes System.exit, even with 0, for a
      // failure ("Shutdown hook called before final status was reported") and runs it all again.
      if (status != DONE) {
        throw new SparkUserAppException(status);
      }
      return;
    }
    System.exit(status);
  }

  /**
   * Runs one command line and says on the terminal what went wrong.
   *
   * @return one of the exit codes above
   */
  public static int run(String... args) {
    Terminal terminal = new Terminal();
    try {
      return run(terminal, args);
    } catch (Throwable e) {
      return explain("convspark", e, terminal);
    }
  }

  private static int run(Terminal terminal, String... args) {
    CommandLine commandLine = CommandLineOptions.commandLine(Jobs.ALL);
    ParseResult parsed;
    try {
      parsed = commandLine.parseArgs(args);
    } catch (CommandLine.ParameterException e) {
      String command = e.getCommandLine().getCommandSpec().qualifiedName();
      terminal.error(CommandLineOptions.explain(e) + "; see " + command + " --help");
      return WRONG_USAGE;
    }
    if (CommandLine.printHelpIfRequested(parsed)) {
      return DONE;
    }
    if (!parsed.hasSubcommand()) {
      commandLine.usage(System.err);
      return WRONG_USAGE;
    }
    ParseResult command = parsed.subcommand();
    Job job = (Job) command.commandSpec().userObject();
    return run(job, CommandLineOptions.values(command), terminal);
  }

  private static int run(Job job, Map<String, String> options, Terminal terminal) {
    try (JobContext context = JobContext.open(job, options, terminal)) {
      context.run(job);
      return DONE;
    } catch (Throwable e) {
      return explain(job.name(), e, terminal);
    }
  }

  /** One line on the terminal; the stack trace is in the log file, and on request after it. */
  static int explain(String name, Throwable failure, Terminal terminal) {
    RuntimeException known = TaskErrors.unwrap(failure);
    if (known instanceof UsageException) {
      terminal.error(known.getMessage());
      log(() -> LOG.info("{}: wrong usage", name, failure));
      return WRONG_USAGE;
    }
    if (known instanceof InputException) {
      terminal.error(known.getMessage());
      log(() -> LOG.info("{}: wrong input", name, failure));
      return WRONG_INPUT;
    }
    terminal.error(
        name + " failed: " + firstLine(failure) + " (stack trace in " + LogFile.name() + ")");
    log(() -> LOG.error("{} failed", name, failure));
    return FAILED;
  }

  /**
   * What has failed may be that a class is missing or memory is used up: the log fails then too.
   */
  private static void log(Runnable entry) {
    try {
      entry.run();
    } catch (Throwable e) {
      // The terminal has said what there is to say.
    }
  }

  private static String firstLine(Throwable e) {
    String reason = Reason.of(e);
    String kind = e.getClass().getSimpleName();
    return e instanceof TrainingException
            || e instanceof UncheckedIOException
            || reason.equals(kind)
        ? reason
        : kind + ": " + reason;
  }
}
