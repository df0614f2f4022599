package io.nocturne.nn;

import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Optimization;

/** The values of a {@link Plan} while some of them are changed. */
final class PlanDraft {
  int epochs;
  int epochsPerValidation;
  int patience;
  int batch;
  double learningRate;
  double weightDecay;
  SampledSoftmax sampled;
  Optimization optimization;
  Averaging averaging;

  PlanDraft(Plan plan) {
    epochs = plan.epochs();
    epochsPerValidation = plan.epochsPerValidation();
    patience = plan.patience();
    batch = plan.batch();
    learningRate = plan.learningRate();
    weightDecay = plan.weightDecay();
    sampled = plan.sampled();
    optimization = plan.optimization();
    averaging = plan.averaging();
  }

  Plan plan() {
    return new Plan(
        epochs,
        epochsPerValidation,
        patience,
        batch,
        learningRate,
        weightDecay,
        sampled,
        optimization,
        averaging);
  }
}
