package org.convspark.job;

import java.io.IOException;
import java.util.List;
import org.convspark.config.Settings;
import org.convspark.model.SavedModel;
import org.convspark.model.onnx.OnnxModel;
import org.convspark.storage.OutputFile;

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
    return List.of("model", "keras.pixel-range", "out", "overwrite", "images.shape");
  }

  @Override
  public void run(JobContext context) throws IOException {
    Settings settings = context.settings();
    settings.required("model");
    String out = settings.required("out");
    try (OutputFile file = OutputFile.create(out, context.hadoop(), settings.flag("overwrite"))) {
      SavedModel model = Inputs.model(context);
      OnnxModel.of(model.file().uri(), model.graph(), model.origin()).write(file.stream());
      file.complete();
      context
          .terminal()
          .line(
              "Exported "
                  + model.origin().network().orElse("the network")
                  + " of "
                  + model.graph().numParams()
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
