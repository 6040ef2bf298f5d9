package org.convspark.bench.training;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where a contender's JVM starts. */
public final class ContenderMain {
  static final String CONVSPARK = "convspark";
  static final String DL4J = "dl4j";
  static final String PYTORCH = "pytorch";
  static final String PYTORCH_CHANNELS_LAST = "pytorch-channels-last";
  static final String TENSORFLOW = "tensorflow";

  private ContenderMain() {}

  /** Arguments: the kind of the contender, and those of an {@link Assignment}. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    System.setOut(System.err); // What libraries print is not for the parent.
    Turns turns =
        new Turns(
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)), out);
    List<String> arguments = List.of(args);
    int status = 0;
    try {
      contender(arguments.get(0))
          .train(Assignment.of(arguments.subList(1, arguments.size())), turns);
    } catch (Exception | LinkageError e) { // LinkageError: another build may lack what is called.
      e.printStackTrace();
      status = 1;
    }
    System.exit(status); // Libraries leave threads behind.
  }

  private static Contender contender(String kind) {
    return switch (kind) {
      case CONVSPARK -> new ConvSparkContender(true);
      case DL4J -> new ConvSparkContender(false);
      case PYTORCH -> new TorchContender("");
      case PYTORCH_CHANNELS_LAST -> new TorchContender("-channels-last");
      case TENSORFLOW -> new TensorFlowContender();
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
