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
 * The loss of accuracy by averaging at equal epochs: V workers against one, half-way and at the
 * end, on all held-out users of the prepared tables together.
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
   * @param settings of the training with one worker
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
   * Compares 2, 4 and 8 workers, and 8 without compensation for averaging.
   *
   * @param seeds number of seeds, counting up from that of the settings
   */
  public Figures accuracy(int seeds) {
    List<Averaging> others = new ArrayList<>();
    for (int workers : new int[] {2, 4, 8}) {
      others.add(settings.plan().averaging().with(workers));
    }
    others.add(new Averaging(8, 0, Compensation.NONE, Moments.AUTO));
    return compare("Averaging, %s, %d epochs, %d seed(s)", others, seeds);
  }

  /** Compares 2, 4 and 8 workers with every compensation and every treatment of the moments. */
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
    RecordingValidation validation = new RecordingValidation();
    TrainSettings ownSettings =
        settings.with(withTwoValidations(settings.plan(), averaging)).with(seed);
    new Training(recipe, ownSettings, Optional.of(validation), line -> {})
        .run(TrainingRows.of(tables));
    return validation.accuracy();
  }

  /** The plan with one validation half-way and one at the end. */
  private static Plan withTwoValidations(Plan plan, Averaging averaging) {
    return plan.withEpochsPerValidation((plan.epochs() + 1) / 2)
        .withPatience(Integer.MAX_VALUE)
        .with(averaging);
  }

  private final class RecordingValidation implements Validation {
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
