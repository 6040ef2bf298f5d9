package org.convspark.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

/** Values that have Jackson load a class of the text's choice, where DL4J's types stand. */
public final class HostileJson {
  private HostileJson() {}

  /** Each is refused with "the class ". */
  public static Stream<String> values() {
    return Stream.of(
        "{\"@class\":\"Unpackaged\"}",
        "{\"a\":1,\"@class\":\"Unpackaged\"}",
        "{\"\\u0040class\":\"Unpackaged\"}",
        "{\"@class\":\"\\u0055npackaged\"}",
        "{\"@class\":\"Unpackaged\",\"@class\":\"org.nd4j.linalg.activations.impl.ActivationReLU\"}",
        "{\"@class\":[\"Unpackaged\",{}]}",
        "{\"@class\":\"[LUnpackaged;\"}",
        "{\"@class\":\"java.util.ArrayList<Unpackaged>\"}",
        "{\"type\":\"Unpackaged\"}",
        "[\"Unpackaged\",{}]",
        "[\"Unpackaged\",[]]",
        "[\"Unpackaged\",1]",
        "[\"Unpackaged\",null]",
        "[\"Unpackaged\",\"text\"]",
        "[\"Unpackaged\"]",
        "[\"\\u0055npackaged\"]",
        "[[\"Unpackaged\",1]]",
        // Allocates as many values as it says.
        "{\"@class\":\"org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer\","
            + "\"boundingBoxes\":{\"dataBuffer\":[],\"rankField\":1,\"numElements\":2000000000,"
            + "\"offsetField\":0,\"shapeField\":[1],\"strideField\":[1]}}");
  }

  /** That none of them had its class loaded and initialised. */
  public static void assertNothingLoaded() {
    assertThat(System.getProperty("convspark.test.unpackaged")).isNull();
  }
}
