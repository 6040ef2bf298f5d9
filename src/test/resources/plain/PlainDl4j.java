import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A program that knows DL4J and nothing of ConvSpark: {@code java -cp DL4J's jars PlainDl4j.java
 * model.zip IMAGES PROBABILITIES}. IMAGES is the number of images, then 784 bytes each.
 */
public final class PlainDl4j {
  public static void main(String[] args) throws Exception {
    try {
      Class.forName("org.convspark.Main");
      throw new IllegalStateException("ConvSpark is on the class path");
    } catch (ClassNotFoundException e) {
      // As it is to be.
    }
    ComputationGraph graph = ComputationGraph.load(new File(args[0]), true);
    if (graph.getUpdater().getStateViewArray().length() == 0) {
      throw new IllegalStateException("there is no updater state in the model");
    }
    INDArray images;
    try (var in = new DataInputStream(new FileInputStream(args[1]))) {
      images = Nd4j.create(in.readInt(), 1, 28, 28);
      for (long i = 0; i < images.length(); i++) {
        images.putScalar(i, in.readUnsignedByte() / 255f);
      }
    }
    INDArray probabilities = graph.outputSingle(images);
    try (var out = new DataOutputStream(new FileOutputStream(args[2]))) {
      for (float p : probabilities.dup('c').data().asFloat()) {
        out.writeFloat(p);
      }
    }
  }
}
