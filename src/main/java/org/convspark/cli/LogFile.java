package org.convspark.cli;

import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.RollingFileAppender;

/** Names the file that conf/log4j2.properties keeps stack traces in. */
public final class LogFile {
  private static final String APPENDER = "file";

  private LogFile() {}

  /**
   * Returns its path, or "the log" where another logging configuration is in use, as on a cluster.
   */
  public static String name() {
    return path().orElse("the log");
  }

  private static Optional<String> path() {
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      Appender appender = context.getConfiguration().getAppender(APPENDER);
      if (appender instanceof RollingFileAppender file) {
        return Optional.of(file.getFileName());
      }
    }
    return Optional.empty();
  }
}
