package io.nocturne.nn.layer;

import io.nocturne.math.Matrix;
import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/**
 * An output layer without items: it reconstructs the output of an earlier layer, under the squared
 * error, as when a stack of autoencoders is built layer by layer (Vincent et al. 2010, section
 * 3.5). It has no parameters and scores nothing.
 *
 * @param inputs width of the input, and of that layer's output
 * @param layer its number, 0 for the first one
 */
public record Reconstruction(int inputs, int items, int layer) implements Output {
  @Override
  public void score(Pass pass, List<BlockArray> blocks, float[] hidden, int first, Matrix scores) {
    throw new IllegalStateException("Scores are not available in pre-training");
  }

  @Override
  public double forward(Pass pass, List<BlockArray> blocks, float[] hidden) {
    float[] target = pass.workspace().outputs()[layer];
    double sum = 0;
    for (int k = 0; k < pass.positions() * inputs; k++) {
      double error = (double) hidden[k] - target[k];
      sum += error * error;
    }
    return sum / pass.positions();
  }

  @Override
  public void backward(Pass pass, List<BlockArray> blocks, float[] hidden, float[] hiddenGradient) {
    float[] target = pass.workspace().outputs()[layer];
    float share = 2f / pass.positions();
    for (int k = 0; k < pass.positions() * inputs; k++) {
      hiddenGradient[k] = share * (hidden[k] - target[k]);
    }
  }

  @Override
  public long floats(BatchSize size) {
    return 0;
  }

  @Override
  public double products(BatchSize size) {
    return 0;
  }
}
