package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.ChebyshevCoefficients;
import io.nocturne.model.linear.NormalizedRows;
import io.nocturne.model.linear.SpectralFilter;
import io.nocturne.nn.parameter.Parameters;

/**
 * ChebyCF: a Chebyshev interpolation of a low-pass function of the item graph's spectrum, plus an
 * ideal low-pass filter (Kim et al., "Graph spectral filtering with Chebyshev interpolation for
 * recommendation", SIGIR 2025). A {@link SpectralFilter} whose two parts have the power {@code
 * beta}; options {@code order}, {@code flatness}, {@code rank}, {@code alpha} and {@code beta}.
 */
final class ChebyCf implements Recipe {
  static final String NAME = "cheby-cf";

  private final Options options;
  private final int rank;
  private final SpectralFilter.Response response;

  ChebyCf(Options options) {
    this.options = options;
    this.rank = options.integer(NormalizedRows.RANK, 1);
    double beta = options.nonNegative("beta");
    this.response =
        new SpectralFilter.Response(
            ChebyshevCoefficients.plateau(
                options.integer("order", 1), options.positive("flatness")),
            beta,
            options.nonNegative("alpha"),
            beta);
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
    data.requireMemory(SpectralFilter.bytes(data, rank), "lower train.cheby-cf.rank");
    return SpectralFilter.fit(data, rank);
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return new SpectralFilter(items, parameters, response);
  }
}
