package org.convspark.job;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What the user sees: results on standard output, errors and progress on standard error. */
public final class Terminal {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final boolean interactive = System.console() != null;

  public void line(String text) {
    out.println(text);
    out.flush();
  }

  public void error(String text) {
    err.println("convspark: " + text);
    err.flush();
  }

  /**
   * A bar with an estimated time of arrival where a person watches; nothing where output goes to a
   * file.
   *
   * @param task what is going on
   * @param total steps until it is done
   */
  public ProgressBar progress(String task, long total) {
    ProgressBarBuilder builder =
        ProgressBar.builder()
            .setTaskName(task)
            .setInitialMax(total)
            .setUpdateIntervalMillis(interactive ? 200 : Integer.MAX_VALUE)
            .setStyle(ProgressBarStyle.ASCII)
            .clearDisplayOnFinish();
    return builder.build();
  }
}
