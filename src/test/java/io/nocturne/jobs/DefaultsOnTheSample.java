package io.nocturne.jobs;

import io.nocturne.jobs.config.Configuration;
import io.nocturne.model.Parameters;
import io.nocturne.model.Popularity;
import io.nocturne.model.Recipe;
import io.nocturne.model.sample.HeldOutSample;
import io.nocturne.spark.train.TrainSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Trains recipes on the built-in sample with the settings of conf/nightly.conf, until they are one
 * and a half times as good as popularity by the validation's ndcg@100 or have had their epochs and
 * patience. A program of its own, so that a test can run it in a JVM with both compilers.
 */
final class DefaultsOnTheSample {
  private static final int THREADS = 2;
  static final double TIMES_POPULARITY = 1.5;

  /** The system property that says at which multiple of popularity's a training ends. */
  private static final String ENOUGH = "enough";

  private final HeldOutSample sample;
  private final double popularity;

  private DefaultsOnTheSample() {
    Settings settings = settings(List.of());
    int days = settings.configuration().integer("input.days");
    sample = new HeldOutSample(settings.sample(), settings.seed(), settings.date(), days);
    popularity = sample.ndcg(new Popularity(sample.itemCounts()));
  }

  /**
   * Prints a line for each of the arguments: the recipe, then what it has come to as a multiple of
   * popularity's, and the figures.
   *
   * @param arguments recipes, each with settings of its own behind commas, such as {@code
   *     dae,train.dae.corruption=salt}
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    DefaultsOnTheSample all = new DefaultsOnTheSample();
    for (String argument : arguments) {
      String[] parts = argument.split(",");
      all.train(argument, parts[0], Arrays.asList(parts).subList(1, parts.length));
    }
  }

  private static Settings settings(List<String> keyValues) {
    List<String> given = new ArrayList<>(List.of("date=2026-11-20", "train.workers=1"));
    given.addAll(keyValues);
    return new Settings(Configuration.load(Optional.empty(), given), Clock.systemUTC());
  }

  private void train(String label, String name, List<String> keyValues) {
    TrainKeys keys = settings(keyValues).training();
    Recipe recipe = keys.recipe(name);
    TrainSettings settings = keys.train(THREADS, THREADS, OptionalLong.empty());
    long start = System.nanoTime();
    SampleTraining data =
        new SampleTraining(
            sample,
            settings,
            parameters -> ndcg(recipe, parameters),
            Double.parseDouble(System.getProperty(ENOUGH, "" + TIMES_POPULARITY)) * popularity);
    double last = ndcg(recipe, recipe.fit(data));
    double reached = Math.max(data.best(), last);
    System.out.printf(
        "%s %.3f times popularity's ndcg@100 of %.4f: %.4f after %d epochs, %.1f s%n",
        label,
        reached / popularity,
        popularity,
        reached,
        data.epochs(),
        (System.nanoTime() - start) * 1e-9);
  }

  private double ndcg(Recipe recipe, Parameters parameters) {
    return sample.ndcg(recipe.open(sample.training().columns(), parameters));
  }
}
