package org.convspark;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkUserAppException;
import org.convspark.cli.CommandLineOptions;
import org.convspark.cli.Terminal;
import org.convspark.cli.UsageErrors;
import org.convspark.cluster.ForeignExit;
import org.convspark.cluster.SupportedVersions;
import org.convspark.job.Job;
import org.convspark.job.JobContext;
import org.convspark.job.Jobs;
import org.convspark.shims.SparkShims;
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

  /** How long what is done at a process's end may take, such as deleting unfinished output. */
  private static final Duration LONGEST_END = Duration.ofMinutes(1);

  private Main() {}

  public static void main(String[] args) throws SparkUserAppException {
    // Spark and Hadoop, too, write numbers into names of files as the locale does.
    Locale.setDefault(Locale.ROOT);
    String command = args.length == 0 ? "convspark" : args[0];
    Terminal terminal = new Terminal();
    Failure failure = new Failure(terminal);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          if (failure.endsDriver(command, thread, e)) {
            end(failure.status());
          }
        });
    if (isApplicationMaster()) {
      // Here Spark's application master has called, and takes System.exit, even with 0, for a
      // failure ("Shutdown hook called before final status was reported") and runs it all again.
      int status = run(failure, terminal, args);
      if (status != DONE) {
        throw SparkShims.exit(status);
      }
      return;
    }
    ForeignExit.listen(
        who -> failure.endedBy(command, who), () -> Runtime.getRuntime().halt(failure.status()));
    end(run(failure, terminal, args));
  }

  private static boolean isApplicationMaster() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /**
   * Runs one command line and says on the terminal what went wrong.
   *
   * @return one of the exit codes above
   */
  public static int run(String... args) {
    Terminal terminal = new Terminal();
    return run(new Failure(terminal), terminal, args);
  }

  private static int run(Failure failure, Terminal terminal, String... args) {
    try {
      SupportedVersions.check();
      int status = parse(failure, terminal, args);
      status = status == DONE ? printed(terminal) : status;
      failure.settle(status);
      return status;
    } catch (Throwable e) {
      return failure.explain("convspark", e);
    }
  }

  /** Java goes on where its output is closed, as behind {@code | head}, or its disk is full. */
  private static int printed(Terminal terminal) {
    if (System.out.checkError()) {
      terminal.error(
          "all is done, but standard output was closed or full before everything was printed");
      return FAILED;
    }
    return DONE;
  }

  private static int parse(Failure failure, Terminal terminal, String... args) {
    CommandLine commandLine = CommandLineOptions.commandLine(Jobs.ALL);
    ParseResult parsed;
    try {
      parsed = commandLine.parseArgs(args);
    } catch (CommandLine.ParameterException e) {
      terminal.error(UsageErrors.explain(e));
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
    return run(failure, job, CommandLineOptions.values(command), terminal);
  }

  private static int run(Failure failure, Job job, Map<String, String> options, Terminal terminal) {
    Runnable giveUp =
        () -> {
          failure.settle(FAILED);
          end(failure.status());
        };
    try (JobContext context = JobContext.open(job, options, terminal, giveUp)) {
      return run(failure, job, context);
    } catch (Throwable e) {
      return failure.explain(job.name(), e);
    }
  }

  /**
   * How it ends is settled before Spark is closed, which may take a while with a cluster that is
   * gone, and fail in ways of its own.
   */
  private static int run(Failure failure, Job job, JobContext context) {
    try {
      context.run(job);
      failure.settle(DONE);
    } catch (Throwable e) {
      failure.explain(job.name(), e);
    }
    return failure.status();
  }

  /**
   * Ends the process, also where what is to be done at its end waits for a cluster that is gone.
   */
  private static void end(int status) {
    Thread limit =
        new Thread(
            () -> {
              try {
                Thread.sleep(LONGEST_END.toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              System.err.println(
                  "convspark: gave up what is done at the end, after "
                      + LONGEST_END.toSeconds()
                      + " s; temporary files may be left. It waited in "
                      + waiting());
              Runtime.getRuntime().halt(status);
            },
            "convspark-end");
    limit.setDaemon(true);
    limit.start();
    System.exit(status);
  }

  /**
   * Threads that may hold up the end of the JVM, each with the first call that isn't Java's own.
   */
  private static String waiting() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            each ->
                !each.getKey().isDaemon() || each.getKey().getName().startsWith("shutdown-hook"))
        .flatMap(
            each ->
                Arrays.stream(each.getValue())
                    .filter(call -> !call.getClassName().startsWith("java."))
                    .limit(1)
                    .map(call -> each.getKey().getName() + " (" + call + ")"))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
