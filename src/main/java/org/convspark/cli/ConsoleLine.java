package org.convspark.cli;

import java.io.IOException;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import org.jline.terminal.impl.exec.ExecPty;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/**
 * The line of a terminal that a progress bar is drawn on. progressbar 0.10.2 would ask for the
 * terminal's width by a JLine terminal that sets SIGINT and others to what the system does by
 * default: as long as a bar is there, Ctrl-C would end the process, whoever listens to it. This one
 * asks for the width alone.
 */
final class ConsoleLine extends ConsoleProgressBarConsumer {
  private static final int USUAL_WIDTH = 80;

  private static final int LEAST_WIDTH = 10;

  ConsoleLine(PrintStream out) {
    super(out);
  }

  /** Returns the terminal's columns, less one: in the last one some break the line. */
  @Override
  public int getMaxRenderedLength() {
    int width = width();
    return (width < LEAST_WIDTH ? USUAL_WIDTH : width) - 1;
  }

  /** 0 where it isn't known. */
  private static int width() {
    try {
      return ExecPty.current(new ExecTerminalProvider(), SystemStream.Output)
          .getSize()
          .getColumns();
    } catch (IOException e) {
      return 0;
    }
  }
}
