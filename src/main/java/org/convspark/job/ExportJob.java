package org.convspark.job;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convspark.config.Settings;
import org.convspark.model.ModelFile;
import org.convspark.model.ModelOrigin;
import org.convspark.model.onnx.OnnxModel;
import org.convspark.storage.OutputFile;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Writes a trained network as ONNX. It needs no Spark of its own. */
final class ExportJob implements Job {
  @Override
  public String name() {
    return "export";
  }

  @Override
  public String description() {
    return "Write a trained network as an ONNX file (opset "
        + OnnxModel.OPSET
        + "), which other frameworks read";
  }

  @Override
  public List<String> settings() {
    return List.of("model", "out", "overwrite");
  }

  @Override
  public void run(JobContext context) throws IOException {
    Settings settings = context.settings();
    Configuration hadoop = context.hadoop();
    String given = settings.required("model");
    String out = settings.required("out");
    Path model = ModelFile.locate(new Path(given), hadoop);
    context.acceleration();
    try (OutputFile file = OutputFile.create(out, hadoop, settings.flag("overwrite"))) {
      ComputationGraph network = ModelFile.read(model, hadoop);
      ModelOrigin origin = ModelOrigin.read(model, ModelFile.sha256(model, hadoop), hadoop);
      OnnxModel.of(model.toString(), network, origin).write(file.stream());
      file.complete();
      context
          .terminal()
          .line(
              "Exported "
                  + origin.network().orElse("the network")
                  + " of "
                  + network.numParams()
                  + " parameters to "
                  + out
                  + ": ONNX opset "
                  + OnnxModel.OPSET
                  + ", input "
                  + OnnxModel.INPUT
                  + ", output "
                  + OnnxModel.OUTPUT);
    }
  }
}
