package org.convspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AnnouncementTest {
  @Test
  @DisplayName("fewer executors than the configuration says: the training says so and goes on")
  void workersBeyondTheSlotsTakeTurns() {
    assertThat(Announcement.turns(8, 2))
        .hasValue("8 workers share 2 task slots and take turns, which is slower");
    assertThat(Announcement.turns(2, 1))
        .hasValue("2 workers share 1 task slot and take turns, which is slower");
    assertThat(Announcement.turns(2, 2)).isEmpty();
    assertThat(Announcement.turns(2, 8)).isEmpty();
  }
}
