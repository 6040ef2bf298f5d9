package org.convspark.storage.lease;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** The processes that this one can see: those of its machine, or of its container. */
final class ProcessTable {
  private ProcessTable() {}

  /** Returns the machine's name, or {@code an unknown host}. */
  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unknown host";
    }
  }

  /**
   * Returns what only processes have in common that see each other under the same numbers. Names of
   * hosts aren't enough: containers may have the same.
   */
  static String id() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | SecurityException e) {
      return host(); // No Linux.
    }
  }

  /**
   * Returns when a process started, by this machine's clock; nothing if there is no such process,
   * or it has ended and its parent hasn't noticed.
   */
  static Optional<Instant> start(long pid) {
    return ProcessHandle.of(pid)
        .filter(process -> process.isAlive() && !hasEnded(pid))
        .map(process -> process.info().startInstant().orElse(Instant.MAX));
  }

  /** Java takes a zombie for alive; in a container without an init a killed process stays one. */
  private static boolean hasEnded(long pid) {
    try {
      // The name of its program, in parentheses, may hold anything but ends with the last one.
      String stat =
          new String(
              Files.readAllBytes(Path.of("/proc", Long.toString(pid), "stat")),
              StandardCharsets.ISO_8859_1);
      String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
      return state.startsWith("Z") || state.startsWith("X");
    } catch (IOException e) {
      return false;
    }
  }
}
