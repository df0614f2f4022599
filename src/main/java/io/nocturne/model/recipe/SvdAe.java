package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.LowRankAutoencoder;
import io.nocturne.model.linear.NormalizedRows;
import io.nocturne.nn.parameter.Parameters;

/** SVD-AE, a {@link LowRankAutoencoder}; option {@code rank}. */
final class SvdAe implements Recipe {
  static final String NAME = "svd-ae";

  private final Options options;
  private final int rank;

  SvdAe(Options options) {
    this.options = options;
    this.rank = options.integer(NormalizedRows.RANK, 1);
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
    return true;
  }

  @Override
  public Parameters fit(TrainingData data) {
    NormalizedRows.requireRank(options, NormalizedRows.RANK, data);
    data.requireMemory(
        NormalizedRows.bytes(data.items(), rank, data.threads()), "lower train.svd-ae.rank");
    return LowRankAutoencoder.fit(data, rank);
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return new LowRankAutoencoder(items, parameters);
  }
}
