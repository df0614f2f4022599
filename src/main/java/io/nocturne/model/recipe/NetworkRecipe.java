package io.nocturne.model.recipe;

import io.nocturne.model.Autoencoder;
import io.nocturne.model.Options;
import io.nocturne.model.Parameters;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A recipe whose model is a network: all that one says of itself is the network. */
abstract class NetworkRecipe implements Recipe {
  private final String name;
  private final Options options;

  NetworkRecipe(String name, Options options) {
    this.name = name;
    this.options = options;
    network(1); // refuses options that are missing or out of range
  }

  /** The network over so many items. */
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
  public final boolean isClosedForm() {
    return false;
  }

  @Override
  public final Parameters fit(TrainingData data) {
    return data.descend(network(data.items()));
  }

  @Override
  public final Recommender open(int items, Parameters parameters) {
    return new Autoencoder(network(items), parameters);
  }

  /** The widths of a decoder that mirrors the encoder. */
  static List<Integer> reversed(List<Integer> widths) {
    List<Integer> mirrored = new ArrayList<>(widths);
    Collections.reverse(mirrored);
    return mirrored;
  }
}
