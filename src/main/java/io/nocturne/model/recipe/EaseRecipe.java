package io.nocturne.model.recipe;

import io.nocturne.math.BreezeInverse;
import io.nocturne.math.SymmetricInverse;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.math.TiledCholesky;
import io.nocturne.model.Ease;
import io.nocturne.model.ItemWeights;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.parameter.Parameters;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** {@link Ease}; options {@code lambda} and {@code solver}. */
public final class EaseRecipe implements Recipe {
  static final String NAME = "ease";

  private static final double GIB = 1L << 30;

  private final Options options;
  private final double lambda;
  private final Solver solver;

  EaseRecipe(Options options) {
    this.options = options;
    this.lambda = options.positive("lambda");
    this.solver = options.choice("solver", Solver.class);
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
  public Parameters fit(TrainingData data) {
    int items = data.items();
    data.requireMemory(
        Ease.bytes(items), "leave rare items out with prepare.min-item-interactions");
    data.progress()
        .accept(
            "Gram matrix of %,d x %,d items: %.2f GiB with its solution"
                .formatted(items, items, Ease.bytes(items) / GIB));
    SymmetricTiles gram = data.products().gram();
    data.progress().accept("inverting the Gram matrix on %d thread(s)".formatted(data.threads()));
    return Ease.fit(gram, lambda, solver.inverse(data.threads()), new EveryTenth(data.progress()));
  }

  @Override
  public Recommender open(int items, Parameters parameters) {
    return new ItemWeights(items, parameters);
  }

  /** The solvers that invert a Gram matrix. */
  enum Solver {
    /** Tile by tile over LAPACK and BLAS, on several threads. */
    LAPACK,
    /** Breeze's inverse in one call; slower, for comparison. */
    BREEZE;

    SymmetricInverse inverse(int threads) {
      return this == LAPACK ? new TiledCholesky(threads) : new BreezeInverse();
    }
  }

  /** Reports progress at each tenth. */
  private static final class EveryTenth implements DoubleConsumer {
    private final Consumer<String> progress;
    private int tenth;

    EveryTenth(Consumer<String> progress) {
      this.progress = progress;
    }

    @Override
    public void accept(double share) {
      if ((int) (share * 10) > tenth) {
        tenth = (int) (share * 10);
        progress.accept("inverted: %d %%".formatted(10 * tenth));
      }
    }
  }
}
