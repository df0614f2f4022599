package io.nocturne.nn;

import io.nocturne.math.Activation;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.NextItems;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.layer.CompositeCode;
import io.nocturne.nn.layer.Contraction;
import io.nocturne.nn.layer.Dense;
import io.nocturne.nn.layer.DenselyConnected;
import io.nocturne.nn.layer.Dropout;
import io.nocturne.nn.layer.GaussianCode;
import io.nocturne.nn.layer.Input;
import io.nocturne.nn.layer.ItemInput;
import io.nocturne.nn.layer.ItemOutput;
import io.nocturne.nn.layer.Layer;
import io.nocturne.nn.layer.Output;
import io.nocturne.nn.layer.Reconstruction;
import io.nocturne.nn.layer.SparseCode;
import io.nocturne.nn.layer.TargetOutput;
import io.nocturne.nn.layer.TiedInput;
import io.nocturne.nn.layer.TiedOutput;
import io.nocturne.nn.loss.Cosine;
import io.nocturne.nn.loss.CrossEntropy;
import io.nocturne.nn.loss.Loss;
import io.nocturne.nn.loss.Multinomial;
import io.nocturne.nn.loss.Squared;
import io.nocturne.nn.loss.TargetLoss;
import io.nocturne.nn.parameter.RowsOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Builds a network layer by layer, from its input to its output. */
public final class NetworkBuilder {
  private final int items;
  private final RowsOf columnsAre;
  private Corruption corruption = new Corruption(false, 0);
  private Contraction contraction;
  private Input input;
  private final List<Layer> hidden = new ArrayList<>();
  private int codeLayers;
  private int width;
  private Procedure procedure = Procedure.PLAIN;

  NetworkBuilder(int items, RowsOf columnsAre) {
    this.items = items;
    this.columnsAre = columnsAre;
  }

  /** Sets the corruption of histories before they are read; by default there is none. */
  public NetworkBuilder corrupted(Corruption by) {
    this.corruption = by;
    return this;
  }

  /**
   * Penalizes the Jacobian of the first layer, which comes next.
   *
   * @param weight of the penalty, 0 or more; 0 for none
   * @throws IllegalStateException after the first layer
   */
  public NetworkBuilder contractive(double weight) {
    requireFirst("A contraction");
    this.contraction = weight == 0 ? null : new Contraction(weight);
    return this;
  }

  /**
   * A first layer of any kind.
   *
   * @throws IllegalStateException after the first layer
   */
  public NetworkBuilder first(Input layer) {
    requireFirst("A first layer");
    if (contraction != null) {
      throw new IllegalStateException(
          "A first layer of another kind has no contraction: remove contractive");
    }
    input = layer;
    width = layer.outputs();
    return this;
  }

  /**
   * A hidden layer of any kind.
   *
   * @throws IllegalStateException before the first layer
   */
  public NetworkBuilder then(Layer layer) {
    if (input == null) {
      throw new IllegalStateException("A hidden layer must be added after the first layer");
    }
    hidden.add(layer);
    width = layer.outputs();
    return this;
  }

  /** Adds a dense layer; the first one reads the items. */
  public NetworkBuilder dense(int units, Activation activation) {
    if (input == null) {
      if (contraction != null) {
        requireInvertible("layer that contracts", activation);
      }
      input = new ItemInput(items, units, activation, columnsAre, contraction);
    } else {
      hidden.add(new Dense(width, units, activation));
    }
    width = units;
    return this;
  }

  /** Adds a dense layer for each of the widths. */
  public NetworkBuilder dense(List<Integer> widths, Activation activation) {
    widths.forEach(units -> dense(units, activation));
    return this;
  }

  /** Makes the output of the last layer the code. */
  public NetworkBuilder code() {
    codeLayers = hidden.size();
    return this;
  }

  /** Adds a variational code: a linear layer for mean and variance, then a Gaussian sample. */
  public NetworkBuilder gaussianCode(int units, Annealing annealing) {
    dense(2 * units, Activation.IDENTITY);
    hidden.add(new GaussianCode(units, annealing));
    width = units;
    return code();
  }

  /** Adds stages that each read all stages before, with swish and layer normalisation. */
  public NetworkBuilder denselyConnected(int units, int stages) {
    dense(units, Activation.IDENTITY);
    hidden.add(new DenselyConnected(units, stages));
    return this;
  }

  /** Adds a variational code with a composite prior; gamma is its weight per interaction. */
  public NetworkBuilder compositeCode(int units, double gamma) {
    dense(2 * units, Activation.IDENTITY);
    hidden.add(new CompositeCode(units, gamma));
    width = units;
    return code();
  }

  /** Trains encoder and decoder alternately, each for a number of epochs. */
  public NetworkBuilder alternating(int encoderEpochs, int decoderEpochs) {
    procedure = procedure.alternating(encoderEpochs, decoderEpochs);
    return this;
  }

  /** Draws negatives, targets of weight 0: this many for each item of a history. */
  public NetworkBuilder negatives(double perTarget) {
    procedure = procedure.drawing(perTarget);
    return this;
  }

  /** Adds a vector for each training user to what the first layer makes of the history. */
  public NetworkBuilder users() {
    procedure = procedure.withUsers();
    return this;
  }

  /** Lets each position of a sequence predict this many of the items that follow. */
  public NetworkBuilder nextItems(int count) {
    procedure = procedure.predicting(new NextItems(count));
    return this;
  }

  /** Trains on predictions a second time, as if they were histories (re-feeding). */
  public NetworkBuilder refeeding() {
    procedure = procedure.refeeding();
    return this;
  }

  /** Freezes the layers added so far. */
  public NetworkBuilder frozen() {
    procedure = procedure.freezing(1 + hidden.size());
    return this;
  }

  /**
   * Drops outputs of the last layer in training.
   *
   * @param rate the probability, 0 (inclusive) to 1 (exclusive)
   */
  public NetworkBuilder dropout(double rate) {
    if (rate != 0) {
      hidden.add(new Dropout(width, rate, hidden.size()));
    }
    return this;
  }

  /** Penalizes the absolute values of the last layer's outputs. */
  public NetworkBuilder sparse(double weight) {
    hidden.add(new SparseCode(width, weight));
    return this;
  }

  /** Ends in a linear layer of item scores under the multinomial loss. */
  public Network multinomial() {
    return scores(new Multinomial());
  }

  /** Ends in y = f(s) for all items under the squared error, where items not met are 0. */
  public Network squared(Activation activation) {
    return scores(new Squared(requireInvertible("output", activation)));
  }

  /** Ends in the logits of all items under the cross-entropy. */
  public Network crossEntropy() {
    return scores(new CrossEntropy());
  }

  /** Ends in a linear layer of item scores whose direction is to be that of the history. */
  public Network cosine() {
    return scores(new Cosine(false));
  }

  private Network scores(Loss loss) {
    return network(new ItemOutput(width, items, columnsAre, loss));
  }

  /**
   * Ends in y = f(s) under the squared error of the items that a history has, and of no others.
   *
   * @param perTarget whether the loss is the mean over those of a batch, rather than the mean over
   *     its rows of their sums
   */
  public Network squaredObserved(Activation activation, boolean perTarget) {
    return network(
        new TargetOutput(
            width,
            items,
            columnsAre,
            requireInvertible("output", activation),
            TargetLoss.SQUARED,
            perTarget));
  }

  /** Ends in logits under the cross-entropy of targets alone, those that are drawn included. */
  public Network logisticTargets() {
    return network(
        new TargetOutput(
            width, items, columnsAre, Activation.IDENTITY, TargetLoss.LOGISTIC, false));
  }

  /** Ends in the squared error of the output of layer {@code layer}, counted from 0. */
  public Network reconstructing(int layer) {
    return network(new Reconstruction(width, items, layer));
  }

  /** A linear autoencoder with tied weights, W W'x, under the squared error. */
  public Network tied(int units) {
    return tied(units, false, new Squared(Activation.IDENTITY));
  }

  /** ELSA, (W W' - 1) x with rows of W of unit length, under the cosine loss. */
  public Network tiedResidual(int units) {
    return tied(units, true, new Cosine(true));
  }

  private Network tied(int units, boolean residual, Loss loss) {
    requireFirst("A layer with tied weights");
    if (contraction != null || procedure != Procedure.PLAIN) {
      throw new IllegalStateException(
          "A layer with tied weights cannot be contractive, and cannot be combined with alternating phases, negatives, users, re-feeding or frozen layers: remove them");
    }
    input = new TiedInput(items, units, residual);
    width = units;
    code();
    return network(new TiedOutput(units, items, loss, residual));
  }

  private Network network(Output output) {
    return new Network(corruption, input, hidden, output, codeLayers, procedure);
  }

  private void requireFirst(String what) {
    if (input != null) {
      throw new IllegalStateException(what + " must be called before the first layer");
    }
  }

  /** Derivatives by y need a slope that is a function of y. */
  private static Activation requireInvertible(String where, Activation activation) {
    if (!activation.isInvertible()) {
      throw new IllegalArgumentException(
          "Invalid activation of the %s: %s (expected any other)"
              .formatted(where, activation.name().toLowerCase(Locale.ROOT)));
    }
    return activation;
  }
}
