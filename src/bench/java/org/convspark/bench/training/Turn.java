package org.convspark.bench.training;

/**
 * A turn as the contender measured it.
 *
 * @param images trained
 * @param seconds of wall-clock time
 * @param loss mean training loss, to see that it learns
 */
record Turn(long images, double seconds, double loss) {
  double imagesPerSecond() {
    return images / seconds;
  }
}
