package org.convspark.job;

import org.convspark.cli.Command;

/** A subcommand that can be run. */
public interface Job extends Command {
  /**
   * Does the work in full; anything less is an exception.
   *
   * @throws org.convspark.config.UsageException for settings that can't be
   * @throws org.convspark.config.InputException for input that can't be used
   */
  void run(JobContext context) throws Exception;
}
