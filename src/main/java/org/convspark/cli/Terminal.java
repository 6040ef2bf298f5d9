package org.convspark.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.convspark.config.Redaction;

/** Writes what the user sees: results on standard output, errors and progress on standard error. */
public final class Terminal {
  private static final long PLAIN_LINE_EVERY = TimeUnit.SECONDS.toNanos(30);

  /**
   * What a terminal obeys: control characters, those of 8 bits (C1) too, separators of lines and
   * paragraphs, and marks that turn the direction of what follows. conf/log4j2.properties has it
   * too.
   */
  static final String OBEYED =
      "[\\p{Cc}\\u2028\\u2029\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069&&[^\\n\\t]]";

  private static final Pattern CONTROL = Pattern.compile(OBEYED);

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final boolean interactive = System.console() != null;
  private volatile Progress shown;

  /** Writes one line, whatever the names in it. */
  public void line(String text) {
    text(oneLine(text));
  }

  /** Writes several lines, such as a table; names in it are each of {@link #oneLine}. */
  public void text(String lines) {
    out.println(printable(lines));
    out.flush();
  }

  /** Writes one line, whatever the names in it; a progress bar ends before it. */
  public void error(String text) {
    Progress bar = shown;
    if (bar != null) {
      bar.close();
    }
    err.println("convspark: " + oneLine(text));
    err.flush();
  }

  /** Returns a name of a file or a class, which comes from anywhere, as it is shown. */
  static String oneLine(String text) {
    return printable(text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t"));
  }

  /** Without what a terminal obeys, and without secrets, as others may watch it. */
  private static String printable(String text) {
    return CONTROL.matcher(Redaction.text(text)).replaceAll("?");
  }

  /** Shows how far a piece of long work is; its methods may be called from any thread. */
  interface Progress extends AutoCloseable {
    /**
     * Shows that the work has come this far.
     *
     * @param done steps done, 0 to the total
     * @param note figures of the moment
     */
    void show(long done, String note);

    /** Ends the display; the work is over, done or not. */
    @Override
    void close();
  }

  /**
   * Starts to show progress: a bar with an estimated time of arrival where a person watches, a line
   * now and then where output is no terminal.
   *
   * @param task what is going on
   * @param total steps until it is done
   */
  Progress progress(String task, long total) {
    shown = interactive ? new Bar(task, total, err) : new PlainLines(this, task, total);
    return shown;
  }

  private static final class Bar implements Progress {
    private final ProgressBar bar;
    private boolean closed;

    Bar(String task, long total, PrintStream to) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleLine(to))
              .clearDisplayOnFinish()
              .build();
    }

    @Override
    public synchronized void show(long done, String note) {
      if (!closed) {
        bar.setExtraMessage(note);
        bar.stepTo(done);
      }
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        bar.close();
      }
    }
  }

  private static final class PlainLines implements Progress {
    private final Terminal terminal;
    private final String task;
    private final long total;
    private final long began = System.nanoTime();
    private long last = began;

    PlainLines(Terminal terminal, String task, long total) {
      this.terminal = terminal;
      this.task = task;
      this.total = total;
    }

    @Override
    public synchronized void show(long done, String note) {
      long now = System.nanoTime();
      if (now - last >= PLAIN_LINE_EVERY && done > 0 && done < total) {
        last = now;
        long left = TimeUnit.NANOSECONDS.toSeconds((now - began) / done * (total - done));
        terminal.line(task + "  " + done + "/" + total + "  ETA " + left + "s  " + note);
      }
    }

    @Override
    public void close() {}
  }
}
