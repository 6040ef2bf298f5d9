package org.convspark.bench.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Map;

/**
 * PyTorch through DJL: a TorchScript of the same network, cross-entropy, Adam (DJL's RMSprop isn't
 * implemented for PyTorch). As many threads as the system property {@value #THREADS} says.
 */
final class TorchContender implements Contender {
  static final String THREADS = "ai.djl.pytorch.num_threads";

  private static final String ENGINE = "PyTorch";
  private static final float LEARNING_RATE = 0.001f;

  private final String suffix;

  /**
   * @param suffix of the TorchScript files of this form
   */
  TorchContender(String suffix) {
    this.suffix = suffix;
  }

  @Override
  public void train(Assignment assignment, Turns turns) throws Exception {
    TrainingImages images = TrainingImages.read(assignment.images(), assignment.count());
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
            .optDevices(new Device[] {Device.cpu()})
            .optOptimizer(
                Optimizer.adam().optLearningRateTracker(Tracker.fixed(LEARNING_RATE)).build());
    try (Model model = Model.newInstance(assignment.network(), ENGINE)) {
      model.load(assignment.models(), assignment.network() + suffix, Map.of("trainParam", "true"));
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(Assignment.MINIBATCH, 1, IdxCopy.SIDE, IdxCopy.SIDE));
        turns.ready(
            new Ready(
                parameters(model),
                Integer.getInteger(THREADS),
                LibraryVersions.of(
                    Map.of(
                        "pytorch",
                        Engine.getEngine(ENGINE).getVersion(),
                        "djl",
                        Engine.getDjlVersion()))));
        while (turns.next()) {
          turns.done(images.train((pixels, classes) -> step(trainer, pixels, classes)));
        }
      }
    }
  }

  private static long parameters(Model model) {
    return model.getBlock().getParameters().values().stream()
        .mapToLong(parameter -> parameter.getArray().size())
        .sum();
  }

  private static float step(Trainer trainer, float[] pixels, float[] classes) {
    try (NDManager scope = trainer.getManager().newSubManager()) {
      int n = classes.length;
      NDArray x = scope.create(pixels, new Shape(n, 1, IdxCopy.SIDE, IdxCopy.SIDE));
      NDArray y = scope.create(classes, new Shape(n));
      float value;
      try (GradientCollector collector = trainer.newGradientCollector();
          NDList logits = trainer.forward(new NDList(x));
          NDArray loss = trainer.getLoss().evaluate(new NDList(y), logits)) {
        collector.backward(loss);
        value = loss.getFloat();
      }
      trainer.step();
      return value;
    }
  }
}
