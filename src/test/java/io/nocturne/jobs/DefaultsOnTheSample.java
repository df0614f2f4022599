package io.nocturne.jobs;

import io.nocturne.config.Configuration;
import io.nocturne.jobs.settings.Settings;
import io.nocturne.jobs.settings.TrainKeys;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recipe;
import io.nocturne.model.Validation;
import io.nocturne.model.metric.HeldOutLists;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.sample.HeldOutSample;
import io.nocturne.nn.parameter.Parameters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains recipes on the built-in sample with the settings of conf/nightly.conf, until they reach
 * 1.5 times the ndcg@100 of popularity in validation, or run out of epochs or patience. A separate
 * program, so that a test can run it in a JVM with both compilers.
 */
final class DefaultsOnTheSample {
  private static final int THREADS = 2;
  static final double TIMES_POPULARITY = 1.5;

  /** The system property with the multiple of popularity's metric at which training stops. */
  private static final String ENOUGH = "enough";

  private final HeldOutSample sample;
  private final HeldOutLists heldOut;
  private final double popularity;

  private DefaultsOnTheSample() {
    Settings settings = settings(List.of());
    int days = settings.configuration().integer("input.days");
    sample = new HeldOutSample(settings.sample(), settings.seed(), settings.date(), days);
    heldOut = sample.lists();
    popularity = heldOut.mean(Recipes.of("popularity").train(LocalData.of(sample.training())));
  }

  /**
   * Prints a line for each argument: the recipe, its metric as a multiple of popularity's, and the
   * figures.
   *
   * @param arguments recipes, each optionally followed by settings, separated by commas, such as
   *     {@code dae,train.dae.corruption=salt}
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
    double enough =
        Double.parseDouble(System.getProperty(ENOUGH, "" + TIMES_POPULARITY)) * popularity;
    LocalData data =
        LocalData.of(sample.training())
            .with(keys.plan())
            .withSeed(keys.seed())
            .withThreads(THREADS)
            .validatedBy(new UntilEnough(recipe, enough));
    long start = System.nanoTime();
    double reached = reached(recipe, data);
    System.out.printf(
        "%s %.3f times popularity's ndcg@100 of %.4f: %.4f, %.1f s%n",
        label, reached / popularity, popularity, reached, (System.nanoTime() - start) * 1e-9);
  }

  private double reached(Recipe recipe, LocalData data) {
    try {
      return heldOut.mean(recipe.train(data));
    } catch (EnoughException e) {
      return e.metric;
    }
  }

  /** Stops a training by an exception once the metric is high enough. */
  private final class UntilEnough implements Validation {
    private final Validation validation;
    private final double enough;

    UntilEnough(Recipe recipe, double enough) {
      this.validation = heldOut.validation(recipe);
      this.enough = enough;
    }

    @Override
    public String metric() {
      return validation.metric();
    }

    @Override
    public double measure(Parameters parameters) {
      double metric = validation.measure(parameters);
      if (metric >= enough) {
        throw new EnoughException(metric);
      }
      return metric;
    }
  }

  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final double metric;

    EnoughException(double metric) {
      super("The metric is high enough: " + metric);
      this.metric = metric;
    }
  }
}
