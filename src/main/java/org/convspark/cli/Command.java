package org.convspark.cli;

import java.util.List;
import java.util.Optional;

/** A subcommand as the command line knows it. */
public interface Command {
  /** Returns the subcommand's name on the command line. */
  String name();

  /** Returns what it does, in a sentence without a full stop, for the help. */
  String description();

  /**
   * Returns the setting, by key in reference.conf, whose value follows the name without an option;
   * nothing where the command takes none.
   */
  default Optional<String> operand() {
    return Optional.empty();
  }

  /** Returns the settings, by key in reference.conf, that are its options. */
  List<String> settings();
}
