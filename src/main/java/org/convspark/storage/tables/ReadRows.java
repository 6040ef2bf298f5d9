package org.convspark.storage.tables;

import java.util.Iterator;
import org.convspark.config.InputException;
import org.convspark.storage.TaskErrors;

/**
 * Rows that Spark reads from files, in a task. What is wrong with a file is an {@link
 * InputException} that names it: a codec that isn't there would else end the executor.
 */
public final class ReadRows<T> implements Iterator<T> {
  private final Iterator<T> rows;

  public ReadRows(Iterator<T> rows) {
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw explained(e);
    }
  }

  @Override
  public T next() {
    try {
      return rows.next();
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw explained(e);
    }
  }

  private static RuntimeException explained(Throwable e) {
    RuntimeException known = TaskErrors.unwrap(e);
    if (e instanceof Error error && !(known instanceof InputException)) {
      throw error;
    }
    return known;
  }
}
