package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Autoencoder;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.Side;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.LinearPlan;
import io.nocturne.model.linear.MarginalizedLayer;
import io.nocturne.model.linear.MarginalizedStack;
import io.nocturne.model.linear.RidgeInverse;
import io.nocturne.model.linear.SymmetricWeights;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Marginalized denoising autoencoders (Chen et al., ICML 2012, see {@link MarginalizedLayer}): one,
 * or a stack of several with tanh between, whose last tanh is the code. As in section 4 of the
 * paper for many features, the first layer of a stack has only the most popular items as outputs,
 * {@code code} of them; the last layer, which the paper does not have, predicts all items. Options
 * {@code noise}, {@code lambda}, {@code layers} and {@code code}.
 */
public final class MarginalizedDae implements Recipe {
  static final String NAME = "marginalized-dae";

  private final Options options;
  private final double noise;
  private final double lambda;
  private final int layers;
  private final int code;

  MarginalizedDae(Options options) {
    this.options = options;
    this.noise = options.share("noise");
    this.lambda = options.positive("lambda");
    this.layers = options.integer("layers", 1);
    this.code = options.integer("code", 1);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public boolean hasCodes() {
    return layers > 1;
  }

  @Override
  public Parameters fit(TrainingData data) {
    LinearPlan plan = LinearPlan.of(data);
    plan.announce(data, "refused");
    data.requireMemory(plan.bytes(), LinearRecipe.REMEDY);
    RidgeInverse first = RidgeInverse.of(data, MarginalizedLayer.ridge(noise, lambda));
    return layers == 1 ? MarginalizedLayer.parameters(data, first, noise) : stack(data, first);
  }

  /** Fits layer after layer to the codes of the network so far. */
  private Parameters stack(TrainingData data, RidgeInverse first) {
    int width = Math.min(code, data.items());
    int[] chosen = popular(first.counts(), width);
    double[] means = MarginalizedLayer.means(data, first);
    float[] ofItems = MarginalizedLayer.bias(data, first);
    float[] biases = new float[width];
    for (int c = 0; c < width; c++) {
      biases[c] = ofItems[chosen[c]];
    }
    Parameters parameters =
        new Parameters(List.of())
            .with(block(data, "encoder.weights", MarginalizedLayer.weights(first, chosen, noise)))
            .with(block(data, "encoder.bias", biases));
    for (int layer = 2; layer <= layers; layer++) {
      Network encoder = network(data.items(), layer);
      float[] codes = data.codes(Side.USERS, encoder, untrained(encoder, parameters));
      data.progress().accept("layer %d of %d".formatted(layer, layers));
      MarginalizedStack next = new MarginalizedStack(data, codes, width, noise, lambda);
      if (layer < layers) {
        String name = "hidden." + (layer - 1);
        parameters =
            parameters
                .with(block(data, name + ".weights", next.weights()))
                .with(block(data, name + ".bias", next.biases()));
      } else {
        float[] weights = next.itemWeights(means);
        parameters =
            parameters
                .with(block(data, "decoder.weights", weights))
                .with(block(data, "decoder.bias", next.itemBiases(means, weights)));
      }
    }
    return parameters;
  }

  /** The most popular items, of equal ones the first. */
  private static int[] popular(float[] counts, int width) {
    return IntStream.range(0, counts.length)
        .boxed()
        .sorted(Comparator.comparing((Integer item) -> -counts[item]))
        .limit(width)
        .mapToInt(item -> item)
        .toArray();
  }

  /** A block of the whole network. */
  private Block block(TrainingData data, String name, float[] floats) {
    BlockShape shape =
        network(data.items(), layers).blocks().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    return Parameters.floats(shape, floats);
  }

  /** The layers so far, and the initial values of an output layer that codes do not depend on. */
  private static Parameters untrained(Network network, Parameters layers) {
    Parameters all = layers;
    for (BlockShape shape : network.blocks()) {
      all =
          all.has(shape.name())
              ? all
              : all.with(Parameters.floats(shape, new float[shape.length()]));
    }
    return all;
  }

  /** A network of this number of layers, the output included. */
  private Network network(int items, int count) {
    int width = Math.min(code, items);
    return Network.over(items)
        .dense(Collections.nCopies(count - 1, width), Activation.TANH)
        .code()
        .squared(Activation.IDENTITY);
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return layers == 1
        ? new SymmetricWeights(items, parameters)
        : Autoencoder.open(network(items, layers), parameters);
  }
}
