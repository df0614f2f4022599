package io.nocturne.nn;

import java.util.ArrayList;
import java.util.List;

/** Describes a network from its input to its output. */
public final class NetworkBuilder {
  private final int items;
  private Corruption corruption = new Corruption(false, 0);
  private ItemInput input;
  private final List<Layer> hidden = new ArrayList<>();
  private int codeLayers;
  private int width;

  NetworkBuilder(int items) {
    this.items = items;
  }

  /** What is done to a history before it is read; nothing unless said. */
  public NetworkBuilder corrupted(Corruption by) {
    this.corruption = by;
    return this;
  }

  /** A layer of so many units: the first reads the items. */
  public NetworkBuilder dense(int units, Activation activation) {
    if (input == null) {
      input = new ItemInput(items, units, activation);
    } else {
      hidden.add(new Dense(width, units, activation));
    }
    width = units;
    return this;
  }

  /** Likewise for each of the widths. */
  public NetworkBuilder dense(List<Integer> widths, Activation activation) {
    widths.forEach(units -> dense(units, activation));
    return this;
  }

  /** What the last layer puts out is the code. */
  public NetworkBuilder code() {
    codeLayers = hidden.size();
    return this;
  }

  /** A variational code: a linear layer for mean and variance, and a Gaussian around the mean. */
  public NetworkBuilder gaussianCode(int units, Annealing annealing) {
    dense(2 * units, Activation.IDENTITY);
    hidden.add(new GaussianCode(units, annealing));
    width = units;
    return code();
  }

  /** Ends in a linear layer of item scores under the multinomial loss. */
  public Network multinomial() {
    return new Network(
        corruption, input, hidden, new ItemOutput(width, items, new Multinomial()), codeLayers);
  }
}
