package io.nocturne.model.recipe;

import io.nocturne.math.Activation;
import io.nocturne.model.Options;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.NormalizedRows;
import io.nocturne.model.linear.PrincipalComponents;
import io.nocturne.nn.Network;
import io.nocturne.nn.NetworkBuilder;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import java.util.List;

/**
 * A linear autoencoder under the squared error (Baldi and Hornik, "Neural networks and principal
 * component analysis", 1989). Tied, x W W', its optimum spans the leading eigenvectors of X'X:
 * principal components without centring, so that a history's zeros stay zeros: the first of them
 * follows what most users have. That holds without noise and normalisation. Untied, encoder and
 * decoder have separate weights and biases.
 */
final class LinearAe extends NetworkRecipe {
  static final String NAME = "linear-ae";

  private static final String CODE = "code";
  private static final String SOLVER = "solver";

  LinearAe(Options options) {
    super(NAME, options);
    if (isClosedForm() && !hasClosedForm()) {
      throw options.invalid(
          SOLVER, "descent, as eigen needs tied = true, normalize = false and noise = 0");
    }
  }

  /** Whether the optimum is that of principal components. */
  private boolean hasClosedForm() {
    return options().flag("tied")
        && !options().flag("normalize")
        && options().nonNegative("noise") == 0;
  }

  @Override
  public boolean isClosedForm() {
    // a model that was stored before there was a choice has no such option
    return options().has(SOLVER) && options().choice(SOLVER, Solver.class) == Solver.EIGEN;
  }

  @Override
  public boolean hasCodes() {
    return true;
  }

  @Override
  public Parameters fit(TrainingData data) {
    if (!isClosedForm()) {
      return super.fit(data);
    }
    int code = options().integer(CODE, 1);
    NormalizedRows.requireRank(options(), CODE, data);
    data.requireMemory(PrincipalComponents.bytes(data, code), "lower train.linear-ae.code");
    BlockShape weights = network(data.items()).blocks().get(0);
    return new Parameters(List.of(Parameters.floats(weights, PrincipalComponents.of(data, code))));
  }

  @Override
  Network network(int items) {
    int code = options().integer(CODE, 1);
    NetworkBuilder corrupted = Network.over(items).corrupted(noise());
    return options().flag("tied")
        ? corrupted.tied(code)
        : corrupted.dense(code, Activation.IDENTITY).code().squared(Activation.IDENTITY);
  }

  /** How the optimum is found. */
  enum Solver {
    /** By gradient descent, as for other networks. */
    DESCENT,
    /** From the leading eigenvectors of X'X. */
    EIGEN
  }
}
