package org.convspark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key",
        "spark.hadoop.fs.s3a.access.key",
        "fs.s3a.session.token",
        "fs.s3a.server-side-encryption.key",
        "fs.azure.account.key.me.blob.core.windows.net",
        "fs.azure.sas.box.me.blob.core.windows.net",
        "fs.adl.oauth2.credential",
        "spark.authenticate.secret",
        "spark.ssl.keyPassword",
        "javax.net.ssl.trustStorePassword",
        "db.pwd",
        "API_KEY",
        "spark.hadoop.convspark.submit.file.2",
      })
  void settingsThatAreSecretAreMasked(String key) {
    assertThat(Redaction.redact(Map.of(key, "hunter2"))).containsEntry(key, Redaction.MASK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://hunter2@bucket/x",
        "s3a://AKIA:hunter2@bucket/x",
        "s3a://AKIA:ab/hunter2+d@bucket/x",
        "s3a://AKIA:hunter2/ab@bucket/x",
        "hdfs://me:hun@hunter2@host:8020/x: found nothing",
        "https://host/x?token=hunter2",
        "https://host/x?v=1&X-Amz-Signature=hunter2&y=2",
        "https://me.blob.core.windows.net/box?sv=2020&sig=hunter2",
        "jdbc:sqlserver://host;user=me;password=hunter2",
        "can't read 's3a://id:hunter2@b/x' nor s3a://id:hunter2@b/y",
      })
  void secretsInTextsAreMasked(String text) {
    assertThat(Redaction.text(text)).doesNotContain("hunter2").contains(Redaction.MASK);
    assertThat(new InputException(text, text, text, text)).message().doesNotContain("hunter2");
    assertThat(new UsageException("--data", text, "a path")).message().doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://host:8020/data/mnist",
        "hdfs://host:8020/me@work/x",
        "file:/data/a@b.png",
        "local[2]",
        "training.batch-size = 128",
        "sql:SELECT * FROM t WHERE key='3'",
      })
  void theRestStays(String text) {
    assertThat(Redaction.text(text)).isEqualTo(text);
  }

  @Test
  void settingsThatOthersHoldAreSearched() {
    assertThat(
            Redaction.redact(
                    Map.of(
                        "a",
                        List.of(Map.of("token", "hunter2"), "s3a://id:hunter2@b"),
                        "b",
                        List.of(1)))
                .toString())
        .doesNotContain("hunter2")
        .contains("b=[1]");
  }
}
