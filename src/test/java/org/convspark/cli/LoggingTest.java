package org.convspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/log4j2.properties, as the scripts give it to a driver. */
final class LoggingTest {
  /** A name that clears the screen, in 7 and 8 bits, turns what follows, and forges an entry. */
  private static final String NAME = "a\u001b[2J\u009b2J\u202ea\u2028\rb\n2026 WARN ü";

  private static Configuration configuration;

  @BeforeAll
  static void read(@TempDir Path logs) throws IOException {
    String earlier = System.setProperty("convspark.log.directory", logs.toString());
    try (InputStream in = Files.newInputStream(Path.of("conf/log4j2.properties"));
        LoggerContext context = new LoggerContext("test")) {
      configuration =
          new PropertiesConfigurationFactory()
              .getConfiguration(context, new ConfigurationSource(in));
      configuration.initialize();
    } finally {
      if (earlier == null) {
        System.clearProperty("convspark.log.directory");
      } else {
        System.setProperty("convspark.log.directory", earlier);
      }
    }
    assertThat(logs.resolve("convspark.log")).exists();
  }

  private static String said(String appender, Throwable thrown) {
    LogEvent event =
        Log4jLogEvent.newBuilder()
            .setLoggerName("org.convspark.Some")
            .setLevel(Level.WARN)
            .setMessage(new SimpleMessage("no " + NAME))
            .setThrown(thrown)
            .build();
    return (String) configuration.getAppender(appender).getLayout().toSerializable(event);
  }

  @Test
  void theTerminalObeysNothingInAMessage() {
    Exception none = new Exception(NAME);
    assertThat(said("plain", none)).isEqualTo("no a?[2J?2J?a??b\\n2026 WARN ü\n");
    assertThat(said("console", none)).endsWith(" WARN Some: no a?[2J?2J?a??b\n");
    assertThat(said("trace", none))
        .startsWith("java.lang.Exception: a?[2J?2J?a??b\n")
        .contains("\n\tat org.convspark.cli.LoggingTest")
        .containsOnlyOnce("java.lang.Exception");
  }

  @Test
  void aMessageIsOneEntryOfTheLogFileAndTheStackTraceIsWholeAndOnce() {
    String said = said("file", new Exception(NAME));

    assertThat(said)
        .contains(" WARN Some: no a?[2J?2J?a??b\n\t2026 WARN ü\n\tjava.lang.Exception: a?[2J")
        .containsOnlyOnce("java.lang.Exception")
        .contains("\n\tat org.convspark.cli.LoggingTest")
        .endsWith("\n");
    assertThat(said.lines().skip(1)).allMatch(line -> line.startsWith("\t"));
    assertThat(said("file", null)).endsWith("2026 WARN ü\n");
  }
}
