package org.convspark.doctor;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final Path CGROUP = Path.of("/sys/fs/cgroup/memory.max");

  /** Returns the limits of this JVM. */
  static MemoryLimits here() {
    return new MemoryLimits(
        Runtime.getRuntime().maxMemory(),
        Pointer.maxBytes(),
        Pointer.maxPhysicalBytes(),
        Math.min(machine(), cgroup()));
  }

  private static long machine() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
  }

  private static long cgroup() {
    try {
      return Long.parseLong(Files.readString(CGROUP).strip());
    } catch (IOException | NumberFormatException e) {
      return Long.MAX_VALUE; // No container, or one without a limit.
    }
  }
}
