package org.convspark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** One training, and the model that it gives on two threads of one JVM. */
final class SameModel {
  private final String sha256;

  /** Trains it on local threads, to hold others against. */
  SameModel(Path out) {
    Submit.Result result = training(out).local().run();
    assertThat(result.status()).as(result::everything).isZero();
    sha256 = Submit.sha256(out);
  }

  /** Four epochs, of one round each: tasks of two seconds, long enough to be hit. */
  static Submit training(Path out) {
    return Submit.command("train", "--data", "synthetic:9000", "--network", "convnet")
        .with("--epochs", "4", "--workers", "2", "--seed", "7")
        .with("--batch-size", "32", "--averaging-frequency", "141", "--out", out.toString());
  }

  void assertGivenBy(Submit.Result result, Path out) {
    assertThat(result.status()).as(result::everything).isZero();
    assertThat(Submit.sha256(out)).isEqualTo(sha256);
  }
}
