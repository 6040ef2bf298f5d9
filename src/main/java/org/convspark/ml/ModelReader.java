package org.convspark.ml;

import java.util.Optional;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;
import org.convspark.engine.natives.Acceleration;
import org.convspark.model.ModelFile;
import org.convspark.model.SavedModel;
import org.convspark.run.History;
import org.convspark.run.RunDirectory;
import org.convspark.shims.SparkShims;
import org.convspark.storage.Location;
import scala.Option;

/** Reads what {@link ModelWriter} has written; model.zip is taken for untrusted. */
final class ModelReader extends MLReader<ConvSparkClassificationModel> {
  @Override
  public ConvSparkClassificationModel load(String path) {
    Acceleration.apply(true);
    DefaultParamsReader.Metadata metadata =
        SparkShims.loadMetadata(path, sparkSession(), ConvSparkClassificationModel.class);
    Location directory = Location.of(path, sc().hadoopConfiguration());
    SavedModel saved = SavedModel.open(directory.child(ModelFile.NAME));
    Location history = directory.child(RunDirectory.HISTORY);
    ConvSparkClassificationModel model =
        new ConvSparkClassificationModel(
            metadata.uid(),
            TrainedNetwork.of(
                saved,
                saved.input(Optional.empty()),
                history.exists()
                    ? Optional.of(new ConvSparkTrainingSummary(History.read(history)))
                    : Optional.empty()));
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }
}
