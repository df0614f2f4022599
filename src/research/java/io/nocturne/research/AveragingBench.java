package io.nocturne.research;

import io.nocturne.jobs.bench.Figures;
import io.nocturne.model.Recipe;
import io.nocturne.model.Validation;
import io.nocturne.nn.Plan;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.optim.Compensation;
import io.nocturne.nn.optim.Moments;
import io.nocturne.nn.parameter.Parameters;
import io.nocturne.spark.store.TableStore;
import io.nocturne.spark.train.TrainSettings;
import io.nocturne.spark.train.Training;
import io.nocturne.spark.train.rows.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What averaging costs in accuracy at equal epochs: V workers against one, on all held-out users of
 * the prepared tables together, half-way and at the end.
 */
public final class AveragingBench {
  private final TableStore tables;
  private final Recipe recipe;
  private final TrainSettings settings;
  private final Consumer<String> progress;
  private final HeldOut heldOut;

  /** The mean metrics of a training half-way and at the end. */
  private record Accuracy(double half, double end, double tail) {}

  /**
   * @param settings how one worker alone is trained
   */
  public AveragingBench(
      TableStore tables, Recipe recipe, TrainSettings settings, Consumer<String> progress) {
    this.tables = tables;
    this.recipe = recipe;
    this.settings = settings;
    this.progress = progress;
    this.heldOut = new HeldOut(tables);
  }

  /**
   * Two, four and eight workers, and eight without compensation for averaging, for each seed.
   *
   * @param seeds how many, from the settings' own on
   */
  public Figures accuracy(int seeds) {
    List<Averaging> others = new ArrayList<>();
    for (int workers : new int[] {2, 4, 8}) {
      others.add(settings.plan().averaging().with(workers));
    }
    others.add(new Averaging(8, 0, Compensation.NONE, Moments.AUTO));
    return compare("Averaging, %s, %d epochs, %d seed(s)", others, seeds);
  }

  /** Every number of workers with every compensation and all that may become of the moments. */
  public Figures ablation(int seeds) {
    List<Averaging> others = new ArrayList<>();
    for (int workers : new int[] {2, 4, 8}) {
      for (Compensation compensation : Compensation.values()) {
        for (Moments moments : List.of(Moments.RESTART, Moments.AVERAGE, Moments.ROW_WISE)) {
          others.add(new Averaging(workers, 0, compensation, moments));
        }
      }
    }
    return compare("Ablation of averaging, %s, %d epochs, %d seed(s)", others, seeds);
  }

  private Figures compare(String title, List<Averaging> others, int seeds) {
    Figures figures = new Figures(title.formatted(recipe.name(), settings.plan().epochs(), seeds));
    List<Accuracy> alone = train(Averaging.ALONE, seeds);
    figures.put(
        "1 worker",
        "half-way %.4f, end %.4f, tail %.4f"
            .formatted(
                mean(alone, a -> a.half), mean(alone, a -> a.end), mean(alone, a -> a.tail)));
    for (Averaging averaging : others) {
      List<Accuracy> accuracies = train(averaging, seeds);
      String row =
          "half-way %.4f (%s), end %.4f (%s), tail %.4f (%s)"
              .formatted(
                  mean(accuracies, a -> a.half),
                  difference(accuracies, alone, a -> a.half),
                  mean(accuracies, a -> a.end),
                  difference(accuracies, alone, a -> a.end),
                  mean(accuracies, a -> a.tail),
                  difference(accuracies, alone, a -> a.tail));
      figures.put(name(averaging), row);
      progress.accept(name(averaging) + ": " + row);
    }
    return figures;
  }

  private static String name(Averaging averaging) {
    return "%d workers, %s, %s"
        .formatted(averaging.workers(), averaging.compensation(), averaging.moments());
  }

  private static String difference(
      List<Accuracy> own, List<Accuracy> others, ToDoubleFunction<Accuracy> metric) {
    return PairedDifference.of(
            own.stream().map(metric::applyAsDouble).toList(),
            others.stream().map(metric::applyAsDouble).toList())
        .text();
  }

  private static double mean(List<Accuracy> accuracies, ToDoubleFunction<Accuracy> metric) {
    return accuracies.stream().mapToDouble(metric).average().orElseThrow();
  }

  private List<Accuracy> train(Averaging averaging, int seeds) {
    List<Accuracy> accuracies = new ArrayList<>();
    for (int s = 0; s < seeds; s++) {
      accuracies.add(train(averaging, settings.seed() + s));
    }
    return accuracies;
  }

  private Accuracy train(Averaging averaging, long seed) {
    Measuring measuring = new Measuring();
    TrainSettings own = settings.with(halves(settings.plan(), averaging)).with(seed);
    new Training(recipe, own, Optional.of(measuring), line -> {}).run(TrainingRows.of(tables));
    return measuring.accuracy();
  }

  /** The plan with one validation half-way and one at the end. */
  private static Plan halves(Plan plan, Averaging averaging) {
    return plan.withEpochsPerValidation((plan.epochs() + 1) / 2)
        .withPatience(Integer.MAX_VALUE)
        .with(averaging);
  }

  private final class Measuring implements Validation {
    private final List<Double> all = new ArrayList<>();
    private double tail;

    @Override
    public String metric() {
      return "ndcg@100";
    }

    @Override
    public double measure(Parameters parameters) {
      List<HeldOut.Measured> users =
          heldOut.measure(recipe.open(TrainingRows.of(tables).items(), parameters));
      all.add(users.stream().mapToDouble(HeldOut.Measured::all).average().orElseThrow());
      tail =
          users.stream()
              .mapToDouble(HeldOut.Measured::tail)
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
      return all.get(all.size() - 1);
    }

    Accuracy accuracy() {
      return new Accuracy(all.get(0), all.get(all.size() - 1), tail);
    }
  }
}
