package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Autoencoder;
import io.nocturne.model.Descent;
import io.nocturne.model.ItemAutoencoder;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.Side;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.nn.parameter.RowsOf;

/**
 * AutoRec: the ratings of a user, or of an item, through one hidden layer; the error counts where
 * there is a rating (Sedhain, Menon, Sanner and Xie, "AutoRec: autoencoders meet collaborative
 * filtering", WWW 2015, eq. 1 and 2). It predicts ratings. Over items, the rows are items and the
 * columns training users; the codes of all items are stored with the network's parameters.
 */
final class AutoRec implements Recipe {
  static final String NAME = "auto-rec";

  private final Options options;
  private final Side side;

  AutoRec(Options options) {
    this.options = options;
    this.side = options.choice("over", Side.class);
    foldInPenalty();
    network(1); // throws if options are missing or out of range
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
  public boolean isClosedForm() {
    return false;
  }

  @Override
  public boolean predictsRatings() {
    return true;
  }

  @Override
  public boolean hasCodes() {
    return side == Side.USERS;
  }

  private double foldInPenalty() {
    return options.positive("fold-in-penalty");
  }

  private Network network(int columns) {
    return Network.over(columns, side == Side.USERS ? RowsOf.ITEMS : RowsOf.USERS)
        .dense(options.integer("code", 1), options.choice("activation", Activation.class))
        .code()
        .squaredObserved(InvertibleActivation.ofOutput(options), false);
  }

  @Override
  public Parameters fit(TrainingData data) {
    if (side == Side.USERS) {
      return data.descend(Descent.of(network(data.items())));
    }
    Network network = network(data.users());
    return data.descend(new Descent(network, side, trained -> withCodes(data, network, trained)));
  }

  private Parameters withCodes(TrainingData data, Network network, Parameters trained) {
    float[] codes = data.codes(side, network, trained);
    BlockShape shape =
        BlockShape.derived(ItemAutoencoder.CODES, RowsOf.ITEMS, data.items(), network.codeWidth());
    return trained.with(Parameters.floats(shape, codes));
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return side == Side.USERS
        ? Autoencoder.open(network(items), parameters)
        : new ItemAutoencoder(
            items, InvertibleActivation.ofOutput(options), foldInPenalty(), parameters);
  }
}
