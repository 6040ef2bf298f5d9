package org.convspark.training.replicas;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;

/**
 * The result of a worker's part of a round.
 *
 * @param worker number of the worker, from 0
 * @param examples examples it trained; 0 if its shard had none left or it failed
 * @param weight sum of those examples' weights; as many as there are if nothing gave them any
 * @param lossSum sum of the training loss over those examples, each times its weight, in nats
 * @param correct how many of those examples were classified rightly, each before its own update
 * @param parameters parameters after the round; empty if it trained nothing
 * @param updater updater state after the round; empty if it trained nothing or the optimizer has no
 *     state
 * @param trainNanos time in the network alone, in nanoseconds
 * @param failure why it stopped; {@code null} if it didn't
 */
@SuppressWarnings("ArrayRecordComponent")
@DefaultSerializer(JavaSerializer.class) // Kryo by itself fails at its fields.
public record RoundResult(
    int worker,
    long examples,
    double weight,
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
    return new RoundResult(worker, 0, 0, 0, 0, new float[0], new float[0], 0, null);
  }

  static RoundResult failed(int worker, String why) {
    return new RoundResult(worker, 0, 0, 0, 0, new float[0], new float[0], 0, why);
  }
}
