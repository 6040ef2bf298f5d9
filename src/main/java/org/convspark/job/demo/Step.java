package org.convspark.job.demo;

import java.util.List;
import org.convspark.report.NumberSheet;

/**
 * A step of an example.
 *
 * @param row what it shows, and the arrays that go in and come out
 * @param remarks what is to be seen in them, a line each
 */
record Step(NumberSheet.Row row, List<String> remarks) {}
