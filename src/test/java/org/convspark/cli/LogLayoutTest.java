package org.convspark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.convspark.config.Redaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What conf/log4j2.properties makes of a line. */
final class LogLayoutTest {
  private static final String DIRECTORY = "convspark.log.directory";
  private static final String SECRET = "s3a://AKIA:ab/hunter2@bucket/x";

  @TempDir private Path directory;

  @Test
  void noLayoutLetsSecretsThrough() throws IOException {
    System.setProperty(DIRECTORY, directory.toString());
    try {
      Map<String, Appender> appenders = configuration().getAppenders();
      LogEvent event =
          Log4jLogEvent.newBuilder()
              .setLoggerName("org.apache.spark.X")
              .setMessage(new SimpleMessage("can't read " + SECRET))
              .setThrown(new IOException("no " + SECRET, new IOException(SECRET)))
              .build();

      assertThat(appenders).containsKeys("file", "plain", "trace", "console");
      for (Appender appender : appenders.values()) {
        assertThat(appender.getLayout().toSerializable(event).toString())
            .as(appender.getName())
            .contains(Redaction.MASK)
            .doesNotContain("hunter2");
      }
      String inFile = appenders.get("file").getLayout().toSerializable(event).toString();
      assertThat(inFile.split("IOException: no ", -1)).as(inFile).hasSize(2);
    } finally {
      System.clearProperty(DIRECTORY);
    }
  }

  private static Configuration configuration() throws IOException {
    try (var in = Files.newInputStream(Path.of("conf/log4j2.properties"))) {
      Configuration configuration =
          new PropertiesConfigurationFactory()
              .getConfiguration(new LoggerContext("test"), new ConfigurationSource(in));
      configuration.initialize();
      return configuration;
    }
  }
}
