package org.convspark.job;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.convspark.config.Settings;
import org.convspark.config.UsageException;
import org.convspark.data.DatasetInfo;
import org.convspark.data.ModelInput;
import org.convspark.data.Split;
import org.convspark.model.SavedModel;
import org.convspark.model.keras.KerasModel;
import org.convspark.report.RunFiles;
import org.convspark.run.Provenance;
import org.convspark.run.RunDirectory;

/** Writes a model of Keras as one of ours. It needs no Spark of its own. */
final class ImportJob implements Job {
  @Override
  public String name() {
    return "import";
  }

  @Override
  public String description() {
    return "Write a model of Keras (.keras, or HDF5 of Keras 2 and 3) as a run directory";
  }

  @Override
  public List<String> settings() {
    return List.of("model", "out", "overwrite", "keras.pixel-range", "images.shape");
  }

  @Override
  public void run(JobContext context) throws IOException {
    Settings settings = context.settings();
    String given = settings.required("model");
    String out = settings.required("out");
    if (!KerasModel.isNamedSo(given)) {
      throw new UsageException("--model", given, "a file of Keras, .keras, .h5 or .hdf5");
    }
    Provenance provenance = Provenance.started(Instant.now()).configuration(settings);
    SavedModel model = Inputs.model(context);
    try (RunDirectory run = Inputs.output(context, out, model)) {
      ModelInput input = model.origin().input().orElseThrow();
      DatasetInfo unknown =
          new DatasetInfo(
              "unknown to " + model.file().name(),
              input.shape(),
              model.classes(),
              Map.of(Split.TRAIN, Collections.nCopies(model.classes(), 0L)),
              Map.of(),
              List.of(),
              input.preprocessing());
      RunFiles.writeModel(
          run,
          model.graph(),
          model.name(),
          unknown,
          provenance.dataset(unknown).initialModel(model.sha256()));
      RunFiles.writeProvenance(run, provenance);
      run.complete();
      context
          .terminal()
          .line(
              "Imported "
                  + model.name()
                  + ": "
                  + model.graph().numParams()
                  + " parameters, images of "
                  + input.shape()
                  + ", "
                  + model.classes()
                  + " classes; the optimizer's state is left out");
      context.terminal().line("Run directory: " + out);
    }
  }
}
