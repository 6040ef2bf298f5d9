package org.convspark.storage.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessTableTest {
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(1);

  @Test
  void knowsThisProcess() {
    assertThat(ProcessTable.start(ProcessHandle.current().pid())).isPresent();
    assertThat(ProcessTable.start(ProcessHandle.current().pid()).orElseThrow())
        .isBefore(Instant.now().plusSeconds(1));
    assertThat(ProcessTable.id()).isEqualTo(ProcessTable.id()).isNotBlank();
    assertThat(ProcessTable.host()).isNotBlank();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aZombieHasEnded() throws Exception {
    // The child ends once its parent is a program that doesn't ask after children.
    String script = "(until grep -q sleep /proc/$$/comm; do :; done) & echo $!; exec sleep 300";
    Process parent = new ProcessBuilder("sh", "-c", script).start();
    try (BufferedReader out = parent.inputReader()) {
      long pid = Long.parseLong(out.readLine());
      long end = System.nanoTime() + LIMIT_NANOS;
      while (ProcessTable.start(pid).isPresent()) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(5);
      }
      assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
    } finally {
      parent.destroyForcibly();
    }
  }
}
