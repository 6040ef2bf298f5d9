package org.convspark.storage.lease;

import java.time.Duration;

/** Time that passes only while somebody waits, and then at once. */
final class TestClock implements MonotonicClock {
  /** What others do while one waits. */
  interface Meanwhile {
    void happens() throws Exception;
  }

  private long nanos = Long.MAX_VALUE - 1;
  private Meanwhile meanwhile = () -> {};
  private Duration slept = Duration.ZERO;

  void meanwhile(Meanwhile event) {
    this.meanwhile = event;
  }

  /** Passes without anybody's waiting, as for a process that is stopped. */
  void pass(Duration time) {
    nanos += time.toNanos();
  }

  Duration slept() {
    return slept;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    pass(time);
    slept = slept.plus(time);
    try {
      meanwhile.happens();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
