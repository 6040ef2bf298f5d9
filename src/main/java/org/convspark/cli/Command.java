package org.convspark.cli;

import java.util.List;

/** A subcommand as the command line knows it. */
public interface Command {
  /** Its name on the command line. */
  String name();

  /** What it does, in a sentence without a full stop, for the help. */
  String description();

  /** The settings, by key in reference.conf, that are its options. */
  List<String> settings();
}
