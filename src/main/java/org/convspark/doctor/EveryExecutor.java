package org.convspark.doctor;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.convspark.cluster.Slots;
import org.convspark.shims.SparkShims;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** Runs a task once on every executor. */
final class EveryExecutor {
  /** An executor that is busy or just came gets its task in a later pass. */
  private static final int PASSES = 5;

  private static final String NAME = "executor ";

  private EveryExecutor() {}

  /** What runs on an executor. */
  interface Task<T> extends Serializable {
    T run();
  }

  /**
   * What an executor answered.
   *
   * @param host that it runs on
   * @param asked by the driver's clock, in milliseconds since 1970
   * @param answered by the driver's clock, in milliseconds since 1970
   */
  record Answer<T>(String host, T value, long asked, long answered) {}

  private record Given<T>(String name, String host, T value) implements Serializable {}

  /** Returns the answers by the executors' names, in the order of their ids. */
  static <T> Map<String, Answer<T>> run(JavaSparkContext spark, Task<T> task) {
    Map<String, Answer<T>> found =
        new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(String::toString));
    for (int pass = 0; pass < PASSES; pass++) {
      List<ExecutorSummary> missing =
          Slots.executors(spark).stream().filter(e -> !found.containsKey(name(e))).toList();
      if (missing.isEmpty()) {
        break;
      }
      long asked = System.currentTimeMillis();
      List<Given<T>> answers = oneTaskEach(spark, missing).map(i -> given(task)).collect();
      long answered = System.currentTimeMillis();
      answers.forEach(
          each -> found.put(each.name(), new Answer<>(each.host(), each.value(), asked, answered)));
    }
    return found;
  }

  /** Returns those that live, and of which nothing was heard: name and host. */
  static List<String> silent(JavaSparkContext spark, Set<String> heard) {
    return Slots.executors(spark).stream()
        .filter(e -> !heard.contains(name(e)))
        .map(e -> name(e) + " on " + host(e))
        .toList();
  }

  private static <T> Given<T> given(Task<T> task) {
    return new Given<>(nameHere(), hostHere(), task.run());
  }

  static String name(ExecutorSummary executor) {
    return NAME + executor.id();
  }

  /** Returns the name of the executor that this JVM is. */
  static String nameHere() {
    return NAME + SparkEnv.get().executorId();
  }

  static String hostHere() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }

  static String host(ExecutorSummary executor) {
    return executor.hostPort().replaceFirst(":\\d+$", "");
  }

  /** A partition for each executor, preferring it as if it held the partition's cached block. */
  private static JavaRDD<Integer> oneTaskEach(
      JavaSparkContext spark, List<ExecutorSummary> executors) {
    // Scala 2.12 and 2.13 have different sequences here: only var names both.
    var partitions =
        executors.stream().map(e -> new Tuple2<>(0, SparkShims.seq(List.of(location(e))))).toList();
    return spark
        .sc()
        .makeRDD(SparkShims.seq(partitions), ClassTag$.MODULE$.<Integer>apply(Integer.class))
        .toJavaRDD();
  }

  private static String location(ExecutorSummary executor) {
    return "executor_" + host(executor) + "_" + executor.id();
  }
}
