package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.NormalizedRows;
import io.nocturne.model.linear.SpectralFilter;
import io.nocturne.nn.parameter.Parameters;

/**
 * GF-CF: x (R'R + alpha Di^-1/2 V V' Di^1/2), a linear filter of the item graph plus an ideal
 * low-pass filter (Shen et al., "How powerful is graph convolution for recommendation?", CIKM 2021,
 * eq. 12). A {@link SpectralFilter} of order 1; options {@code rank} and {@code alpha}.
 */
final class GfCf implements Recipe {
  static final String NAME = "gf-cf";

  /** R'R = 1/2 - 1/2 (I - 2 R'R). */
  private static final double[] LINEAR = {.5, -.5};

  private final Options options;
  private final int rank;
  private final SpectralFilter.Response response;

  GfCf(Options options) {
    this.options = options;
    this.rank = options.integer(NormalizedRows.RANK, 1);
    this.response = new SpectralFilter.Response(LINEAR, 0, options.nonNegative("alpha"), .5);
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
    data.requireMemory(SpectralFilter.bytes(data, rank), "lower train.gf-cf.rank");
    return SpectralFilter.fit(data, rank);
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return new SpectralFilter(items, parameters, response);
  }
}
