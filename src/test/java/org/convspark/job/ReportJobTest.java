package org.convspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReportJobTest {
  @ParameterizedTest
  @CsvSource({
    "ab, ab/report.html",
    "pages/, pages/report.html",
    "hdfs://h/a.txt, hdfs://h/a.txt/report.html",
    "ab.html, ab.html",
    "AB.HTM, AB.HTM"
  })
  void aPageHasTheNameOfOne(String out, String page) {
    assertThat(ReportJob.page(out)).isEqualTo(page);
  }
}
