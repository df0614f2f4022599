package io.nocturne.nn;

import io.nocturne.nn.layer.Flow;
import io.nocturne.nn.layer.Pass;
import io.nocturne.nn.parameter.BlockArray;
import java.util.List;

/** The outputs of the layers before the output layer for a batch, and the gradients by them. */
final class Activations {
  private final Network network;
  private final boolean goesBack;
  private final float[][] outputs;
  private final float[][] gradients;
  private final float[] empty = new float[0];
  private float[] inputScratch = empty;
  private Flow[] flows = new Flow[0];
  private int capacity;

  /**
   * Allocates room for batches of this many positions; it grows if a batch has more.
   *
   * @param goesBack whether there is a backward pass
   */
  Activations(Network network, int positions, boolean goesBack) {
    this.network = network;
    this.goesBack = goesBack;
    this.outputs = new float[network.layers() - 1][];
    this.gradients = new float[network.layers() - 1][];
    reserve(positions);
  }

  private void reserve(int positions) {
    if (positions <= capacity && flows.length > 0) {
      return;
    }
    capacity = Math.max(positions, capacity);
    inputScratch = goesBack ? new float[floats(network.input().scratch())] : empty;
    for (int l = 0; l < outputs.length; l++) {
      outputs[l] = new float[floats(network.outputs(l))];
      gradients[l] = goesBack ? new float[outputs[l].length] : null;
    }
    flows = new Flow[outputs.length];
    for (int l = 0; l + 1 < outputs.length; l++) {
      float[] scratch = new float[floats(network.hidden().get(l).scratch())];
      flows[l] = new Flow(outputs[l], outputs[l + 1], gradients[l + 1], gradients[l], scratch);
    }
  }

  /** {@link WorkerMemory} has refused what no array holds, with the remedy. */
  private int floats(int each) {
    return Math.multiplyExact(capacity, each);
  }

  /**
   * Lets a batch go through the first layer and the first {@code layers} hidden ones.
   *
   * @param blocks those of each layer
   * @return the output of the last of them, [positions x width]
   */
  float[] forward(Pass pass, List<List<BlockArray>> blocks, int layers) {
    reserve(pass.positions());
    pass.workspace().setOutputs(outputs);
    network.input().forward(pass, blocks.get(0), outputs[0], inputScratch);
    return forward(pass, blocks, 0, layers);
  }

  private float[] forward(Pass pass, List<List<BlockArray>> blocks, int from, int to) {
    for (int l = from; l < to; l++) {
      network.hidden().get(l).forward(pass, blocks.get(l + 1), flows[l]);
    }
    return outputs[to];
  }

  /** Passes codes, [positions x code width], through the hidden layers after the code. */
  float[] decode(Pass pass, List<List<BlockArray>> blocks, float[] codes) {
    reserve(pass.positions());
    int first = network.codeLayer();
    System.arraycopy(codes, 0, outputs[first], 0, pass.positions() * network.codeWidth());
    return forward(pass, blocks, first, network.hidden().size());
  }

  /** What the layers before the output layer add to the mean loss. */
  double penalty(Pass pass, List<List<BlockArray>> blocks) {
    double sum = network.input().penalty(pass, blocks.get(0), outputs[0]);
    for (int l = 0; l < network.hidden().size(); l++) {
      sum += network.hidden().get(l).penalty(pass, flows[l]);
    }
    return sum;
  }

  /** Where the output layer writes the gradient by what it has read. */
  float[] lastGradient() {
    return gradients[gradients.length - 1];
  }

  /** The backward pass from {@link #lastGradient} to the first layer that is trained. */
  void backward(Pass pass, List<List<BlockArray>> blocks) {
    Pass frozen = pass.frozen();
    int ofStack = network.procedure().frozen();
    boolean trainsEncoder = pass.phase().trainsEncoder();
    int first = trainsEncoder ? Math.max(0, ofStack - 1) : network.codeLayer();
    for (int l = network.hidden().size() - 1; l >= first; l--) {
      Pass ofLayer = network.trains(pass.phase(), l) ? pass : frozen;
      network.hidden().get(l).backward(ofLayer, blocks.get(l + 1), flows[l]);
    }
    if (trainsEncoder && ofStack == 0) {
      network.input().backward(pass, blocks.get(0), outputs[0], gradients[0], inputScratch);
    }
  }
}
