package io.nocturne.model.recipe;

import io.nocturne.model.Autoencoder;
import io.nocturne.model.Descent;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.parameter.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A recipe whose model is a network; a subclass only builds the network. */
abstract class NetworkRecipe implements Recipe {
  private final String name;
  private final Options options;

  NetworkRecipe(String name, Options options) {
    this.name = name;
    this.options = options;
    network(1); // throws if options are missing or out of range
  }

  /** Builds the network over this number of items. */
  abstract Network network(int items);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Options options() {
    return options;
  }

  @Override
  public boolean isClosedForm() {
    return false;
  }

  @Override
  public final boolean isGenerative() {
    return network(1).isVariational();
  }

  @Override
  public final boolean isMultinomial() {
    return network(1).isMultinomial();
  }

  @Override
  public Parameters fit(TrainingData data) {
    return data.descend(Descent.of(network(data.items())));
  }

  @Override
  public final Recommender open(int items, Parameters parameters) {
    return Autoencoder.open(network(items), parameters);
  }

  /** The choice of losses over all items. */
  enum LossName {
    /** Squared error. */
    SQUARED,
    /** Cross-entropy of each item. */
    CROSS_ENTROPY,
    /** Multinomial likelihood. */
    MULTINOMIAL,
    /** Distance of directions. */
    COSINE
  }

  /** Ends in the loss of the option {@code loss}. */
  final Network ending(NetworkBuilder builder) {
    return switch (options.choice("loss", LossName.class)) {
      case SQUARED -> builder.squared(InvertibleActivation.ofOutput(options));
      case CROSS_ENTROPY -> builder.crossEntropy();
      case MULTINOMIAL -> builder.multinomial();
      case COSINE -> builder.cosine();
    };
  }

  /**
   * The noise of the options {@code corruption} (dropout, salt or gaussian) and {@code noise} (its
   * strength relative to the history: see {@link Corruption}), after {@code normalize}.
   */
  final Corruption noise() {
    boolean normalized = options.flag("normalize");
    return switch (options.choice("corruption", Noise.class)) {
      case DROPOUT -> new Corruption(normalized, options.share("noise"));
      case SALT -> new Corruption(normalized, 0, chosenNoise(), 0);
      case GAUSSIAN -> new Corruption(normalized, 0, 0, chosenNoise());
    };
  }

  /** A chosen kind of noise needs a strength above 0, which may be the default. */
  private double chosenNoise() {
    double noise = options.nonNegative("noise");
    if (noise == 0) {
      throw options.invalid(
          "noise", "a number, more than 0, with corruption = " + options.text("corruption"));
    }
    return noise;
  }

  /** Kinds of noise. */
  enum Noise {
    /** Items are dropped. */
    DROPOUT,
    /** Items are added. */
    SALT,
    /** Every item is changed. */
    GAUSSIAN
  }

  /** The widths of a decoder that mirrors the encoder. */
  static List<Integer> reversed(List<Integer> widths) {
    List<Integer> mirrored = new ArrayList<>(widths);
    Collections.reverse(mirrored);
    return mirrored;
  }
}
