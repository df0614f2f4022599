package io.nocturne.nn;

import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Seeds;
import io.nocturne.math.SplitMix64;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.Input;
import io.nocturne.nn.layer.Layer;
import io.nocturne.nn.layer.Output;
import io.nocturne.nn.parameter.BlockArray;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Initializer;
import io.nocturne.nn.parameter.ItemFrequencies;
import io.nocturne.nn.parameter.Phase;
import io.nocturne.nn.parameter.RowsOf;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * An autoencoder over items: a first layer that reads histories, hidden layers, and an output layer
 * with its loss. Its parameters are named blocks: {@code encoder.*} of the first layer, {@code
 * hidden.1.*} and so on of the hidden layers that have parameters, {@code decoder.*} of the output
 * layer, and {@code prior.*}, a copy of the encoder, if the prior is computed from it.
 */
public final class Network implements Serializable {
  private static final long serialVersionUID = 2;

  /** Separates the draws of users' vectors from those of parameters. */
  private static final int USERS = 1 << 20;

  private final Corruption corruption;
  private final Input input;
  private final ArrayList<Layer> hidden;
  private final Output output;
  private final int codeLayers;
  private final Procedure procedure;
  private final ArrayList<BlockShape> blocks = new ArrayList<>();

  /** The number of blocks before each layer, and before the prior's. */
  private final int[] starts;

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
    this.hidden = new ArrayList<>(hidden);
    this.output = output;
    this.codeLayers = codeLayers;
    this.starts = new int[hidden.size() + 3];
    requireWidths();
    requireSequence();
    addBlocks();
    blocks.forEach(BlockShape::length); // throws if an array would be too long
  }

  private void requireWidths() {
    for (int layer = 1; layer < layers(); layer++) {
      boolean isLast = layer == layers() - 1;
      int reads = isLast ? output.inputs() : hidden.get(layer - 1).inputs();
      if (reads != outputs(layer - 1)) {
        throw new IllegalArgumentException(
            "Invalid network: %s reads rows of %d (expected %d, the output of the layer before)"
                .formatted(isLast ? output : hidden.get(layer - 1), reads, outputs(layer - 1)));
      }
    }
    if (input.items() != output.items()) {
      throw new IllegalArgumentException(
          "Invalid network: the first layer reads %d items (expected %d, as many as are scored)"
              .formatted(input.items(), output.items()));
    }
  }

  /** Targets of positions need a first layer that has positions, and uncorrupted histories. */
  private void requireSequence() {
    boolean isSequential = input.isSequential();
    if (isSequential != procedure.targets().isSequential()) {
      throw new IllegalStateException(
          isSequential
              ? "A first layer of sequences needs targets of sequences: call nextItems"
              : "Next items are targets of sequences: call first with a layer of sequences");
    }
    boolean isCorrupted =
        corruption.dropout() > 0 || corruption.salt() > 0 || corruption.gaussian() > 0;
    if (isSequential && isCorrupted) {
      throw new IllegalStateException(
          "A sequence cannot be corrupted, as its positions would move: remove corrupted");
    }
    if (isSequential && (procedure.users() || procedure.refeeds())) {
      throw new IllegalStateException(
          "A sequence cannot be combined with vectors of users or re-feeding: remove one of them");
    }
  }

  private void addBlocks() {
    int numbered = 0;
    for (int layer = 0; layer < layers(); layer++) {
      boolean isHidden = layer > 0 && layer <= hidden.size();
      numbered += isHidden && !shapesOf(layer).isEmpty() ? 1 : 0;
      String name = isHidden ? "hidden." + numbered : layer == 0 ? "encoder" : "decoder";
      shapesOf(layer).forEach(shape -> blocks.add(shape.within(name)));
      starts[layer + 1] = blocks.size();
    }
    if (hasPrior()) {
      List<BlockShape> encoder = List.copyOf(blocks.subList(0, starts[codeLayers + 1]));
      encoder.forEach(shape -> blocks.add(shape.copiedTo("prior")));
    }
  }

  private List<BlockShape> shapesOf(int layer) {
    if (layer == 0) {
      return input.blocks();
    }
    return layer <= hidden.size() ? hidden.get(layer - 1).blocks() : output.blocks();
  }

  /** Starts to build a network over this number of items. */
  public static NetworkBuilder over(int items) {
    return over(items, RowsOf.ITEMS);
  }

  /** Starts to build a network over this number of columns, which may be users. */
  public static NetworkBuilder over(int columns, RowsOf columnsAre) {
    return new NetworkBuilder(columns, columnsAre);
  }

  /** The corruption of histories before they are read. */
  public Corruption corruption() {
    return corruption;
  }

  /** The number of items that it scores. */
  public int items() {
    return input.items();
  }

  /** The number of layers: the first one is 0, the output layer the last. */
  public int layers() {
    return hidden.size() + 2;
  }

  /** The shapes of all blocks of parameters, in their order. */
  public List<BlockShape> blocks() {
    return List.copyOf(blocks);
  }

  /** The shapes of the blocks of one layer. */
  public List<BlockShape> blocks(int layer) {
    return List.copyOf(blocks.subList(starts[layer], starts[layer + 1]));
  }

  /** The number of parameters in all blocks. */
  public long parameters() {
    return blocks.stream().mapToLong(BlockShape::size).sum();
  }

  /** The width of a code. */
  public int codeWidth() {
    return outputs(codeLayers);
  }

  /** The width of a layer's output; not for the output layer. */
  int outputs(int layer) {
    return layer == 0 ? input.outputs() : hidden.get(layer - 1).outputs();
  }

  /** The layer whose output is the code. */
  public int codeLayer() {
    return codeLayers;
  }

  /** Whether its loss is the multinomial one, which a sampled softmax can replace. */
  public boolean isMultinomial() {
    return output.isMultinomial();
  }

  /** The largest weight of an interaction that its loss accepts; infinite for any. */
  public float maxWeight() {
    return output.maxWeight();
  }

  /** Whether its codes are drawn around a mean in training, from near a standard normal prior. */
  public boolean isVariational() {
    return codeLayers > 0 && hidden.get(codeLayers - 1).isVariational();
  }

  /** Whether the code is the output of the first layer, and its Jacobian is known. */
  public boolean isShallow() {
    return codeLayers == 0 && input.hasJacobian();
  }

  /** Whether it keeps a copy of the encoder, from which its prior is computed. */
  boolean hasPrior() {
    return codeLayers > 0 && hidden.get(codeLayers - 1).hasPrior();
  }

  /** The width of a training user's vector; 0 if there are no vectors. */
  public int userWidth() {
    return procedure.users() ? input.outputs() : 0;
  }

  /**
   * The vectors of a worker's users before training, where it has every {@code workers}-th row from
   * {@code worker} on: each from a separate stream, so that they do not depend on the workers.
   *
   * @param length the total length of the vectors
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

  /** Whether a phase trains a hidden layer, counted from 0. */
  boolean trains(Phase phase, int layer) {
    return layer < codeLayers ? phase.trainsEncoder() : phase.trainsDecoder();
  }

  /** Whether a phase trains anything before the output layer. */
  boolean goesBack(Phase phase) {
    return phase.trainsEncoder() || codeLayers < hidden.size();
  }

  Procedure procedure() {
    return procedure;
  }

  /** The number of epochs in which each part is trained once; 1 if all are trained together. */
  public int epochsOfCycle() {
    return procedure.cycle().epochs();
  }

  /**
   * The parameters before training: the same for the same seed and data on any number of threads.
   *
   * @param frequencies of the items in the training rows, which the biases of a logistic output
   *     start from
   */
  public List<BlockArray> initialize(long seed, ItemFrequencies frequencies, ParallelLoop loop) {
    List<BlockArray> arrays = initialize(seed, loop);
    List<BlockArray> ofOutput = NetworkBlocks.of(this, arrays).layer(layers() - 1);
    output.startAtFrequencies(frequencies, procedure.targets().negatives(), ofOutput);
    return arrays;
  }

  /** The parameters before training, without item frequencies: biases near 0. */
  public List<BlockArray> initialize(long seed, ParallelLoop loop) {
    List<BlockArray> arrays = BlockArray.zeros(blocks);
    NetworkBlocks all = NetworkBlocks.of(this, arrays);
    Initializer initializer = new Initializer(loop, seed);
    input.initialize(initializer, all.layer(0));
    for (int l = 0; l < hidden.size(); l++) {
      hidden.get(l).initialize(initializer, all.layer(l + 1));
    }
    if (!output.isTied()) {
      output.initialize(initializer, all.layer(layers() - 1));
    }
    all.renewPrior();
    return arrays;
  }

  Input input() {
    return input;
  }

  List<Layer> hidden() {
    return hidden;
  }

  Output output() {
    return output;
  }

  /** The number of the first block of a layer or, after the last layer, of the prior. */
  int start(int layer) {
    return starts[layer];
  }
}
