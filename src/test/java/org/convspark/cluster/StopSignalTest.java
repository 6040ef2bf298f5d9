package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signals to this JVM; what would end it is recorded instead. */
@DisabledOnOs(OS.WINDOWS)
final class StopSignalTest {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final Map<String, Object> before = new HashMap<>();

  @BeforeEach
  void recordWhatWouldEndTheProcess() {
    for (String name : new String[] {"TERM", "INT", "HUP"}) {
      before.put(name, Signals.register(name, () -> heard.add("end by " + name)));
    }
  }

  @AfterEach
  void restore() {
    before.forEach(Signals::unregister);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void theFirstIsHandedOnAndASecondOfThoseThatInsistEndsTheProcess(String first) throws Exception {
    assumeThat(isIgnored(first)).isFalse();
    try (StopSignal signal = StopSignal.listen(heard::add)) {
      assertThat(signal).isNotNull();
      assertThat(raise(first)).isEqualTo("SIG" + first);
      assertThat(raise("TERM")).isEqualTo("end by TERM");
      if (!isIgnored("INT")) {
        assertThat(raise("INT")).isEqualTo("end by INT");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP"})
  void aTerminalThatIsClosedMayHangUpTwice(String first) throws Exception {
    assumeThat(isIgnored(first)).isFalse();
    try (StopSignal signal = StopSignal.listen(heard::add)) {
      assertThat(signal).isNotNull();
      assertThat(raise(first)).isEqualTo("SIG" + first);
      SelfSignal.raise("HUP");
      // A later signal, so that the one before has been seen.
      assertThat(raise("TERM")).isEqualTo("end by TERM");
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void closedItListensNoMore() throws Exception {
    StopSignal.listen(heard::add).close();

    assertThat(raise("TERM")).isEqualTo("end by TERM");
    if (!isIgnored("HUP")) {
      assertThat(raise("HUP")).isEqualTo("end by HUP");
    }
  }

  /** Under nohup, or in the background of a script, a process ignores some from its start on. */
  private boolean isIgnored(String name) {
    return SelfSignal.isIgnoring(before.get(name));
  }

  private String raise(String name) throws Exception {
    SelfSignal.raise(name);
    return heard.poll(1, TimeUnit.MINUTES);
  }
}
