package org.convspark.job.demo;

import java.util.Locale;

/** What the lecture works by hand. */
enum WorkedExample {
  CONVOLUTION,
  PADDING,
  STRIDE,
  POOLING,
  SHIFT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
