package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Descent;
import io.nocturne.model.Options;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.parameter.Parameters;
import java.util.List;

/**
 * A stack of denoising autoencoders (Vincent et al., "Stacked denoising autoencoders", JMLR 2010,
 * sections 3.5 and 4): each layer is pre-trained to reconstruct, from a corrupted copy, the output
 * of the layers before it, which are frozen; then all layers are trained together to reconstruct
 * the history. items - widths - widths mirrored - items; the last width is the code's.
 */
final class StackedDae extends NetworkRecipe {
  static final String NAME = "stacked-dae";

  StackedDae(Options options) {
    super(NAME, options);
    options.integer("pre-training-epochs", 0);
  }

  private List<Integer> widths() {
    List<Integer> widths = options().widths("widths");
    if (widths.isEmpty()) {
      throw new IllegalArgumentException(
          "Invalid train.stacked-dae.widths: none (expected one width or more)");
    }
    return widths;
  }

  private Activation activation() {
    return options().choice("activation", Activation.class);
  }

  private double dropped() {
    return options().share("noise");
  }

  private NetworkBuilder corrupted(int items) {
    boolean normalized = options().flag("normalize");
    return Network.over(items).corrupted(new Corruption(normalized, dropped()));
  }

  @Override
  Network network(int items) {
    List<Integer> widths = widths();
    return ending(
        corrupted(items)
            .dense(widths, activation())
            .code()
            .dense(reversed(widths.subList(0, widths.size() - 1)), activation()));
  }

  /** The network that pre-trains a layer, counted from 0. */
  private Network stage(int items, int layer) {
    if (layer == 0) {
      return ending(corrupted(items).dense(widths().get(0), activation()).code());
    }
    return Network.over(items)
        .corrupted(new Corruption(options().flag("normalize"), 0))
        .dense(widths().subList(0, layer), activation())
        .frozen()
        .dropout(dropped())
        .dense(widths().get(layer), activation())
        .code()
        .dense(widths().get(layer - 1), activation())
        .reconstructing(layer - 1);
  }

  @Override
  public Parameters fit(TrainingData data) {
    int epochs = options().integer("pre-training-epochs", 0);
    Network whole = network(data.items());
    if (epochs == 0) {
      return data.descend(Descent.of(whole));
    }
    Stack stack = new Stack(whole, widths().size(), data);
    for (int layer = 0; layer < widths().size(); layer++) {
      Network network = stage(data.items(), layer);
      Descent stage =
          Descent.of(network)
              .from(stack.begin(network, layer))
              .stage("layer-" + (layer + 1), epochs);
      data.progress().accept("pre-training layer %d".formatted(layer + 1));
      stack.take(network, layer, data.descend(stage));
    }
    data.progress().accept("training all layers");
    return data.descend(Descent.of(whole).from(stack.parameters()));
  }
}
