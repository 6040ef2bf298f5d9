package org.convspark.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/**
 * Hears how an executor of a standalone cluster ended that never registered, as all do where a Java
 * option is wrong. No event tells of them: Spark 3.5 writes it to its log, at a level that is off.
 */
final class ExecutorExits extends AbstractAppender {
  private static final String LOGGER =
      "org.apache.spark.deploy.client.StandaloneAppClient$ClientEndpoint";

  private static final Pattern EXIT =
      Pattern.compile(
          "Executor updated: \\S+/(\\S+) is now (?:EXITED|FAILED|LOST)(?: \\((.*)\\))?",
          Pattern.DOTALL);

  private final ExecutorLosses losses;
  private LoggerContext context;
  private LoggerConfig earlier;

  ExecutorExits(ExecutorLosses losses) {
    super("executor-exits", null, null, true, Property.EMPTY_ARRAY);
    this.losses = losses;
  }

  /** Begins to listen. Other appenders get what they got before. */
  @Override
  public void start() {
    super.start();
    if (LogManager.getContext(false) instanceof LoggerContext running) {
      context = running;
      Configuration configuration = context.getConfiguration();
      LoggerConfig usual = configuration.getLoggerConfig(LOGGER);
      earlier = usual.getName().equals(LOGGER) ? usual : null;
      LoggerConfig logger = new LoggerConfig(LOGGER, Level.INFO, false);
      usual
          .getAppenderRefs()
          .forEach(
              ref ->
                  logger.addAppender(
                      configuration.getAppender(ref.getRef()),
                      ref.getLevel() == null ? usual.getLevel() : ref.getLevel(),
                      ref.getFilter()));
      logger.addAppender(this, Level.INFO, null);
      replace(logger);
    }
  }

  /** Listens no more, and leaves the log as it was: Spark may still write to it. */
  @Override
  public void stop() {
    if (context != null) {
      replace(earlier);
      context = null;
    }
    super.stop();
  }

  private void replace(LoggerConfig logger) {
    Configuration configuration = context.getConfiguration();
    configuration.removeLogger(LOGGER);
    if (logger != null) {
      configuration.addLogger(LOGGER, logger);
    }
    context.updateLoggers();
  }

  @Override
  public void append(LogEvent event) {
    heard(event.getMessage().getFormattedMessage());
  }

  /** Takes a line of Spark's log. */
  void heard(String line) {
    Matcher exit = EXIT.matcher(line);
    if (exit.matches()) {
      losses.ended(exit.group(1), exit.group(2) == null ? "for no reason given" : exit.group(2));
    }
  }
}
