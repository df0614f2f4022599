package io.nocturne.model.recipe;

import io.nocturne.model.Parameters;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;

/**
 * The parameters of a whole stack, put together layer by layer from networks that teach one each.
 */
final class Stack {
  private final Network whole;
  private final int depth;
  private final TrainingData data;
  private final float[] theta;

  /**
   * @param whole items - widths - widths mirrored - items
   * @param depth how many widths there are
   * @param data what it is trained on
   */
  Stack(Network whole, int depth, TrainingData data) {
    this.whole = whole;
    this.depth = depth;
    this.data = data;
    this.theta = data.initial(whole).flat();
  }

  /** What the network that teaches a layer begins with: the layers before it as they are. */
  Parameters begin(Network network, int layer) {
    float[] begun = data.initial(network).flat();
    for (int before = 0; before < layer; before++) {
      System.arraycopy(
          theta, whole.from(before), begun, network.from(before), network.length(before));
    }
    return Parameters.ofFlat(begun);
  }

  /** Takes over what that network has learnt: the layer, and the one that reconstructs from it. */
  void take(Network network, int layer, Parameters learnt) {
    float[] flat = learnt.flat();
    int taught = network.codeLayers(); // noise before it is a layer too, if there is any
    copy(network, taught, flat, layer);
    copy(network, taught + 1, flat, 2 * depth - 1 - layer);
  }

  private void copy(Network network, int from, float[] flat, int to) {
    System.arraycopy(flat, network.from(from), theta, whole.from(to), whole.length(to));
  }

  Parameters parameters() {
    return Parameters.ofFlat(theta);
  }
}
