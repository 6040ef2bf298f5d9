package org.convspark.model.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An ONNX file in ONNX Runtime: an implementation that shares nothing with DL4J. */
final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxSession(byte[] file) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      session = environment.createSession(file, options);
    }
  }

  /** {@code [n][classes]} of images {@code [n, channels, height, width]}. */
  float[][] probabilities(INDArray images) throws OrtException {
    float[] pixels = images.dup('c').data().asFloat();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), images.shape());
        OrtSession.Result result = session.run(Map.of(OnnxModel.INPUT, tensor))) {
      return (float[][]) result.get(OnnxModel.OUTPUT).orElseThrow().getValue();
    }
  }

  TensorInfo input() throws OrtException {
    return tensor(session.getInputInfo());
  }

  TensorInfo output() throws OrtException {
    return tensor(session.getOutputInfo());
  }

  private static TensorInfo tensor(Map<String, NodeInfo> nodes) {
    return (TensorInfo) nodes.values().iterator().next().getInfo();
  }

  OnnxModelMetadata metadata() throws OrtException {
    return session.getMetadata();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
