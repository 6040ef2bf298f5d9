package org.convspark.job;

import java.util.List;

/** A subcommand. */
public interface Job {
  /** Its name on the command line. */
  String name();

  /** What it does, in a sentence without a full stop, for the help. */
  String description();

  /** The settings, by key in reference.conf, that are its options. */
  List<String> settings();

  /**
   * Does it, in full; anything less is an exception.
   *
   * @throws org.convspark.config.UsageException for settings that can't be
   * @throws org.convspark.config.InputException for input that can't be used
   */
  void run(JobContext context) throws Exception;
}
