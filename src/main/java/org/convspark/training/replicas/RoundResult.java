package org.convspark.training.replicas;

import java.io.Serializable;

/**
 * What a worker made of a round.
 *
 * @param worker its number, from 0
 * @param examples it trained; 0 where its shard had none left
 * @param lossSum sum of the training loss over those examples
 * @param correct how many of them were classified rightly, before each one's update
 * @param parameters after the round; empty where it trained nothing
 * @param updater after the round; empty where it trained nothing
 * @param trainNanos time in the network alone
 * @param failure why it stopped, {@code null} where it didn't
 */
@SuppressWarnings("ArrayRecordComponent")
public record RoundResult(
    int worker,
    long examples,
    double lossSum,
    long correct,
    float[] parameters,
    float[] updater,
    long trainNanos,
    String failure)
    implements Serializable {

  public WorkerTime time() {
    return new WorkerTime(worker, examples, trainNanos);
  }

  static RoundResult idle(int worker) {
    return new RoundResult(worker, 0, 0, 0, new float[0], new float[0], 0, null);
  }

  static RoundResult failed(int worker, String why) {
    return new RoundResult(worker, 0, 0, 0, new float[0], new float[0], 0, why);
  }
}
