package io.nocturne.nn;

import java.util.List;

/** What the layers before the output layer put out for a batch, and the gradients by it. */
final class Activations {
  private final Network network;
  private final float[][] outputs;
  private final float[][] gradients;
  private final float[][] scratch;
  private final float[] inputScratch;

  /**
   * @param rows the most rows that a batch has
   * @param learning whether there is a way back
   */
  Activations(Network network, int rows, boolean learning) {
    this.network = network;
    List<Integer> widths = network.widths();
    this.outputs = new float[widths.size()][];
    this.gradients = new float[widths.size()][];
    this.scratch = new float[network.hidden().size()][];
    this.inputScratch = new float[learning ? floats(rows, network.input().scratch()) : 0];
    for (int l = 0; l < outputs.length; l++) {
      outputs[l] = new float[floats(rows, widths.get(l))];
      gradients[l] = learning ? new float[outputs[l].length] : null;
    }
    for (int l = 0; l < scratch.length; l++) {
      scratch[l] = new float[floats(rows, network.hidden().get(l).scratch())];
    }
  }

  /** {@link WorkerMemory} has refused what no array holds, with the remedy. */
  private static int floats(int rows, int each) {
    return Math.multiplyExact(rows, each);
  }

  /** Lets a batch go through the input layer and the first {@code layers} hidden ones. */
  float[] forward(Pass pass, Batch batch, int layers) {
    return forward(pass, 0, batch, layers);
  }

  /** Likewise where the parameters begin at {@code base}. */
  float[] forward(Pass pass, int base, Batch batch, int layers) {
    pass.outputs = outputs;
    network.input().forward(pass, base, batch, outputs[0], inputScratch);
    return forward(pass, base, 0, layers);
  }

  private float[] forward(Pass pass, int base, int from, int to) {
    for (int l = from; l < to; l++) {
      int at = base + network.at(l);
      network.hidden().get(l).forward(pass, at, outputs[l], outputs[l + 1], scratch[l]);
    }
    return outputs[to];
  }

  /** Lets codes, [rows x code width], go through the hidden layers behind the code. */
  float[] decode(Pass pass, float[] codes) {
    int first = network.codeLayers();
    System.arraycopy(codes, 0, outputs[first], 0, pass.rows * network.codeWidth());
    return forward(pass, 0, first, scratch.length);
  }

  /** What the layers before the output layer add to the mean loss. */
  double penalty(Pass pass) {
    double sum = network.input().penalty(pass, outputs[0]);
    for (int l = 0; l < scratch.length; l++) {
      sum += network.hidden().get(l).penalty(pass, outputs[l], scratch[l]);
    }
    return sum;
  }

  /** What the output layer reads. */
  float[] last() {
    return outputs[outputs.length - 1];
  }

  /** Where the output layer writes the gradient by what it has read. */
  float[] lastGradient() {
    return gradients[gradients.length - 1];
  }

  /** Goes back from {@link #lastGradient} to the first layer that is taught. */
  void backward(Pass pass, Batch batch) {
    Optimizer optimizer = pass.optimizer;
    int frozen = network.procedure().frozen();
    int first = pass.phase.teachesEncoder() ? Math.max(0, frozen - 1) : network.codeLayers();
    for (int l = scratch.length - 1; l >= first; l--) {
      pass.optimizer = network.teaches(pass.phase, l) ? optimizer : NotTaught.INSTANCE;
      network
          .hidden()
          .get(l)
          .backward(
              pass,
              network.at(l),
              outputs[l],
              outputs[l + 1],
              gradients[l + 1],
              gradients[l],
              scratch[l]);
    }
    pass.optimizer = optimizer;
    if (pass.phase.teachesEncoder() && frozen == 0) {
      network.input().backward(pass, 0, batch, outputs[0], gradients[0], inputScratch);
    }
  }
}
