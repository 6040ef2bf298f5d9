package org.convspark.doctor;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * What a JVM may take of memory, in bytes.
 *
 * @param heap the Java heap's limit
 * @param offHeap JavaCPP's limit of what Java asks it for
 * @param process JavaCPP's limit of the process as a whole; over it allocations fail
 * @param container the container's limit, or the machine's memory where there is none
 */
public record MemoryLimits(long heap, long offHeap, long process, long container)
    implements Serializable {

  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /** Of a container's own limit: in cgroup v2, and in v1. */
  private static final List<String> FILES = List.of("memory.max", "memory/memory.limit_in_bytes");

  /** Returns the limits of this JVM. */
  static MemoryLimits here() {
    return new MemoryLimits(
        Runtime.getRuntime().maxMemory(),
        Pointer.maxBytes(),
        Pointer.maxPhysicalBytes(),
        Math.min(machine(), container(CGROUPS)));
  }

  private static long machine() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  /** Returns the limit that a directory of cgroups has; the largest number where it has none. */
  static long container(Path cgroups) {
    return FILES.stream().mapToLong(file -> limit(cgroups.resolve(file))).min().getAsLong();
  }

  private static long limit(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE; // No container, or one without a limit.
    }
  }
}
