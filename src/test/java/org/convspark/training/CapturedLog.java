package org.convspark.training;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a class logs from when this is made until it is closed. */
public final class CapturedLog extends AbstractAppender implements AutoCloseable {
  private final Logger logger;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  public CapturedLog(Class<?> of) {
    super("captured " + of.getName(), null, null, true, Property.EMPTY_ARRAY);
    logger = (Logger) LogManager.getLogger(of);
    start();
    logger.addAppender(this);
  }

  @Override
  public void append(LogEvent event) {
    messages.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
  }

  /** Level and message of each event. */
  public List<String> messages() {
    return messages;
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    stop();
  }
}
