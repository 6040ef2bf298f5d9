package org.convspark.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Writes what the user sees: results on standard output, errors and progress on standard error. */
public final class Terminal {
  private static final long PLAIN_LINE_EVERY = TimeUnit.SECONDS.toNanos(30);

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\r\n\t]]");

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final boolean interactive = System.console() != null;

  public void line(String text) {
    out.println(printable(text));
    out.flush();
  }

  /** Writes one line, whatever the names of files in it. */
  public void error(String text) {
    String oneLine = text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    err.println("convspark: " + printable(oneLine));
    err.flush();
  }

  /** Names of files and labels come from anywhere; a terminal obeys control characters. */
  private static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("?");
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
    return interactive ? new Bar(task, total, err) : new PlainLines(this, task, total);
  }

  private static final class Bar implements Progress {
    private final ProgressBar bar;

    Bar(String task, long total, PrintStream to) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(to))
              .clearDisplayOnFinish()
              .build();
    }

    @Override
    public void show(long done, String note) {
      bar.setExtraMessage(note);
      bar.stepTo(done);
    }

    @Override
    public void close() {
      bar.close();
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
