package io.nocturne.nn;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An autoencoder over items: a sparse input layer, hidden layers, an output layer with its loss.
 * All that it learns lies in one flat array: the layers' parameters one after another.
 */
public final class Network implements Serializable {
  private static final long serialVersionUID = 1;

  /** Tells the draws of users' vectors from those of parameters. */
  private static final int USERS = 1 << 20;

  private final Corruption corruption;
  private final Input input;
  private final Layer[] hidden;
  private final Output output;
  private final int codeLayers;
  private final Procedure procedure;

  Network(
      Corruption corruption,
      Input input,
      List<Layer> hidden,
      Output output,
      int codeLayers,
      Procedure procedure) {
    this.procedure = procedure;
    this.corruption = corruption;
    this.input = input;
    this.hidden = hidden.toArray(Layer[]::new);
    this.output = output;
    this.codeLayers = codeLayers;
    if (parameters() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Invalid network: %,d parameters (expected at most %,d, the longest array). Lower the widths, or leave rare items out"
              .formatted(parameters(), Integer.MAX_VALUE - 8));
    }
  }

  /** Starts the description of a network over so many items. */
  public static NetworkBuilder over(int items) {
    return new NetworkBuilder(items);
  }

  /** What is done to a history before it is read. */
  public Corruption corruption() {
    return corruption;
  }

  /** How many items it scores. */
  public int items() {
    return input.items();
  }

  /** How many numbers a code has. */
  public int codeWidth() {
    return codeLayers == 0 ? input.outputs() : hidden[codeLayers - 1].outputs();
  }

  /** Whether its loss is the multinomial one, which a sampled softmax can stand in for. */
  public boolean isMultinomial() {
    return output.isMultinomial();
  }

  /** The largest weight of an interaction that its loss is one of; infinite for any. */
  public float mostWeight() {
    return output.mostWeight();
  }

  /** Whether its codes are drawn around a mean in training, from near a standard normal prior. */
  public boolean isVariational() {
    return codeLayers > 0
        && (hidden[codeLayers - 1] instanceof GaussianCode
            || hidden[codeLayers - 1] instanceof CompositeCode);
  }

  /** Whether the code is what the first layer puts out. */
  public boolean isShallow() {
    return codeLayers == 0;
  }

  /** How many numbers it learns. */
  public long parameters() {
    return input.parameters()
        + Arrays.stream(hidden).mapToLong(Layer::parameters).sum()
        + output.parameters()
        + (hasPrior() ? encoderParameters() : 0);
  }

  private long encoderParameters() {
    long sum = input.parameters();
    for (int l = 0; l < codeLayers; l++) {
      sum += hidden[l].parameters();
    }
    return sum;
  }

  /** The activation of the first layer. */
  Activation activation() {
    return input instanceof ItemInput items ? items.activation() : Activation.IDENTITY;
  }

  /** How many numbers a vector of each training user has; 0 where they have none. */
  public int userWidth() {
    return procedure.users() ? input.outputs() : 0;
  }

  /**
   * The vectors of a worker's users before training, where it has every {@code workers}-th row from
   * {@code worker} on: each from a stream of its own, so that they do not depend on the workers.
   *
   * @param length of all of them together
   */
  public float[] initializeUsers(long seed, int worker, int workers, int length) {
    float[] vectors = new float[length];
    double deviation = Math.sqrt(1.0 / Math.max(1, userWidth()));
    for (int from = 0; from < length; from += userWidth()) {
      long row = worker + (long) (from / userWidth()) * workers;
      SplitMix64 random = new SplitMix64(Seeds.derive(seed, USERS, row));
      for (int k = from; k < from + userWidth(); k++) {
        vectors[k] = (float) (deviation * random.nextGaussian());
      }
    }
    return vectors;
  }

  /**
   * Where the parameters of a layer begin: 0 for the first, and so on, the output layer the last.
   */
  public int from(int layer) {
    return layer == 0 ? 0 : at(layer - 1);
  }

  /** How many parameters that layer has. */
  public int length(int layer) {
    if (layer == 0) {
      return (int) input.parameters();
    }
    return (int) (layer > hidden.length ? output.parameters() : hidden[layer - 1].parameters());
  }

  /** Whether it keeps an encoder as it was, which its prior is made of. */
  boolean hasPrior() {
    return codeLayers > 0 && hidden[codeLayers - 1] instanceof CompositeCode;
  }

  /** Where the parameters of that encoder begin, in the order of the first ones. */
  int priorAt() {
    return learntParameters();
  }

  /**
   * How many of the parameters follow gradients: the first ones. The others are the encoder of a
   * prior, a copy.
   */
  public int learntParameters() {
    return at(hidden.length) + (int) output.parameters();
  }

  /** Makes the encoder of the prior what the encoder is now. */
  void renewPrior(float[] theta) {
    System.arraycopy(theta, 0, theta, priorAt(), (int) encoderParameters());
  }

  /** Whether a phase teaches a hidden layer: what lies before the code, or what lies behind. */
  boolean teaches(Phase phase, int layer) {
    return layer < codeLayers ? phase.teachesEncoder() : phase.teachesDecoder();
  }

  /** Whether a phase teaches anything before the output layer. */
  boolean goesBack(Phase phase) {
    return phase.teachesEncoder() || codeLayers < hidden.length;
  }

  Procedure procedure() {
    return procedure;
  }

  /** After how many epochs each part has had its turn; 1 where all are taught together. */
  public int epochsOfCycle() {
    return procedure.phases().size();
  }

  /**
   * The parameters before training: the same for the same seed and data on any number of threads.
   *
   * @param frequencies of the items in the training rows, which the biases of a logistic output
   *     start from
   */
  public float[] initialize(long seed, ItemFrequencies frequencies, ParallelLoop loop) {
    float[] theta = initialize(seed, loop);
    output.startAtFrequencies(frequencies, procedure.negatives(), theta, at(hidden.length));
    return theta;
  }

  /** Likewise where nothing is known of the items: all biases are drawn from around 0. */
  public float[] initialize(long seed, ParallelLoop loop) {
    float[] theta = new float[(int) parameters()];
    Initializer initializer = new Initializer(loop, seed, theta);
    input.initialize(initializer, 0);
    for (int l = 0; l < hidden.length; l++) {
      hidden[l].initialize(initializer, at(l));
    }
    output.initialize(initializer, at(hidden.length));
    if (hasPrior()) {
      renewPrior(theta);
    }
    return theta;
  }

  /** The widths of what the layers put out, from the input layer to the last hidden one. */
  List<Integer> widths() {
    List<Integer> widths = new ArrayList<>(List.of(input.outputs()));
    for (Layer layer : hidden) {
      widths.add(layer.outputs());
    }
    return widths;
  }

  Input input() {
    return input;
  }

  List<Layer> hidden() {
    return List.of(hidden);
  }

  Output output() {
    return output;
  }

  /** How many hidden layers lie before the code: the number of the layer that makes it. */
  public int codeLayers() {
    return codeLayers;
  }

  /** Where the parameters of a hidden layer begin; of one more: those of the output layer. */
  int at(int layer) {
    long at = input.parameters();
    for (int l = 0; l < layer; l++) {
      at += hidden[l].parameters();
    }
    return (int) at;
  }

  static void checkWidth(int width) {
    if (width < 1) {
      throw new IllegalArgumentException("Invalid width: " + width + " (expected 1 or more)");
    }
  }
}
