package org.convspark.doctor;

import java.io.Serializable;
import org.convspark.engine.natives.Acceleration;

/**
 * How one JVM, driver or executor, is fit to train.
 *
 * @param error why ND4J's native library doesn't load; empty where it does
 * @param acceleration what makes it fast, {@code null} where nothing loads
 * @param cpu vector extensions that oneDNN can use, and what chooses among its and OpenBLAS's
 *     kernels
 * @param threads OpenMP threads of an operation
 * @param gradientError error of a small network's gradient, relative to its length; 0 where ND4J
 *     does not load
 * @param imagesPerSecond images trained in a second by one thread; 0 where it wasn't measured
 * @param initSeconds seconds of the first use of ND4J, unpacking its libraries included
 * @param cache where its libraries were unpacked
 * @param memory what the JVM and its container may take
 * @param versions of Spark, Scala, Java and the job jar
 */
public record NodeReport(
    String error,
    Acceleration acceleration,
    String cpu,
    int threads,
    double gradientError,
    double imagesPerSecond,
    double initSeconds,
    String cache,
    MemoryLimits memory,
    NodeVersions versions)
    implements Serializable {}
