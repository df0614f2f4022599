package io.nocturne.model.recipe;

import io.nocturne.math.BreezeInverse;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.TrainingData;
import io.nocturne.model.linear.Diagonal;
import io.nocturne.model.linear.LinearPlan;
import io.nocturne.model.linear.Ridge;
import io.nocturne.model.linear.RidgeInverse;
import io.nocturne.nn.parameter.Parameters;
import java.util.Set;

/**
 * EASE: the linear autoencoder x B with a zero diagonal that minimises |X - X B|^2 + lambda |B|^2.
 * Its closed form (H. Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, eq.
 * 8) is P = (X'X + lambda I)^-1, B_ij = -P_ij / P_jj, B_jj = 0. Options {@code lambda}, {@code
 * solver}, {@code when-too-large} and those of {@link LinearRecipe}.
 */
public final class EaseRecipe extends LinearRecipe {
  static final String NAME = "ease";

  /** The recipe that stands in for it on catalogues that are too large. */
  static final String SPARSE = SparseEaseRecipe.NAME;

  private static final String WHEN_TOO_LARGE = "when-too-large";

  private final double lambda;
  private final RidgeInverse.Solver solver;
  private final WhenTooLarge whenTooLarge;
  private final Recipe standIn;

  /** With the defaults of its stand-in, which do not matter to a stored model. */
  EaseRecipe(Options options) {
    this(options, Recipes.of(SPARSE));
  }

  private EaseRecipe(Options options, Recipe standIn) {
    super(options);
    this.standIn = standIn;
    this.lambda = options.positive("lambda");
    this.solver = options.choice("solver", RidgeInverse.Solver.class);
    this.whenTooLarge =
        options.has(WHEN_TOO_LARGE)
            ? options.choice(WHEN_TOO_LARGE, WhenTooLarge.class)
            : WhenTooLarge.REFUSE; // a model that was stored before there was a choice
  }

  /** The same recipe with settings of {@link #SPARSE}. */
  EaseRecipe withStandIn(Recipe other) {
    return new EaseRecipe(options(), other);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> settings() {
    return whenTooLarge == WhenTooLarge.SPARSE ? Set.of(NAME, SPARSE) : Set.of(NAME);
  }

  @Override
  Ridge ridge() {
    return new Ridge(lambda, 0, userPower());
  }

  @Override
  Diagonal diagonal() {
    return Diagonal.ZERO;
  }

  @Override
  public Parameters fit(TrainingData data) {
    LinearPlan plan = LinearPlan.of(data);
    if (whenTooLarge == WhenTooLarge.REFUSE || plan.fits(data)) {
      return super.fit(data);
    }
    plan.announce(data, "too large, so it goes on with " + standIn.name());
    return standIn.fit(data);
  }

  @Override
  RidgeInverse solve(TrainingData data) {
    return solver == RidgeInverse.Solver.BREEZE
        ? RidgeInverse.of(data, ridge(), new BreezeInverse())
        : super.solve(data);
  }

  /** What is done where the driver has not enough memory. */
  enum WhenTooLarge {
    /** The training fails, with advice. */
    REFUSE,
    /** The training goes on with the sparse recipe. */
    SPARSE
  }
}
