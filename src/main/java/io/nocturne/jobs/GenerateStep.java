package io.nocturne.jobs;

import io.nocturne.jobs.settings.GenerateKeys;
import io.nocturne.jobs.settings.TrainKeys;
import io.nocturne.model.Recipe;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.spark.UnusableDataException;
import io.nocturne.spark.serve.BroadcastModel;
import io.nocturne.spark.serve.Generation;
import io.nocturne.spark.store.ModelStore;
import io.nocturne.spark.store.TableInfo;
import io.nocturne.spark.store.TableStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Draws histories of users who do not exist from a variational model, into a folder outside the
 * runs.
 */
final class GenerateStep implements Step {
  @Override
  public String label() {
    return "generate";
  }

  @Override
  public void run(RunContext run) {
    GenerateKeys keys = run.settings().generation();
    Path path = keys.path(run.root());
    keys.requireFree(run.spark(), path);
    Path source = source(run, keys.model());
    TableStore tables = new TableStore(run.spark(), source);
    StoredModel stored = new StoredModel(model(run, source), source);
    Recipe recipe = stored.recipe();
    requireGenerative(run, recipe, source);
    stored.requireItems(tables.info("items"));
    run.progress("%,d histories of the %s in %s".formatted(keys.users(), recipe.name(), source));
    BroadcastModel model =
        new BroadcastModel(
            JavaSparkContext.fromSparkContext(run.spark().sparkContext()),
            recipe,
            stored.load(),
            new float
                [Math.toIntExact(
                    tables.info("items").rows())]); // popularity, which nobody asks for here
    try {
      String lengths = tables.info(Generation.ofLengths(tables)).sha256();
      Generation generation = new Generation(run.spark(), tables, model);
      TableInfo written =
          generation.write(
              new TableStore(run.spark(), path.getParent()),
              path.getName(),
              keys.codes().equals("fitted") ? generation.fitted() : generation.prior(),
              keys.users(),
              run.settings().seed(),
              stored.info().sha256() + "+" + lengths + "+" + keys.codes());
      report(run, recipe, source, path, written);
    } finally {
      model.destroy();
    }
  }

  private static void report(
      RunContext run, Recipe recipe, Path source, Path path, TableInfo written) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("path", path.toString());
    figures.put("users", written.rows());
    figures.put("sha256", written.sha256());
    figures.put("recipe", recipe.name());
    figures.put("model_of", source.toString());
    run.report().put("generated", figures);
    run.progress("written to " + path);
  }

  /** The run whose model is taken. */
  private static Path source(RunContext run, String from) {
    Stream<Path> published = from.equals("work") ? Stream.empty() : run.root().current().stream();
    Stream<Path> work = from.equals("published") ? Stream.empty() : Stream.of(run.work());
    Optional<Path> found =
        Stream.concat(published, work)
            .filter(folder -> model(run, folder).find().isPresent())
            .findFirst();
    return found.orElseThrow(
        () ->
            new UnusableDataException(
                "Cannot find a model in %s: %s (generate.model: %s). Run nightly first, or prepare and train for this date"
                    .formatted(run.root().path(), missing(run, from), from)));
  }

  private static String missing(RunContext run, String from) {
    String work = "none in " + run.work();
    return switch (from) {
      case "work" -> work;
      case "published" -> "none is published";
      default -> "none is published, and " + work;
    };
  }

  private static ModelStore model(RunContext run, Path folder) {
    return new ModelStore(run.spark(), new Path(folder, "model"));
  }

  private static void requireGenerative(RunContext run, Recipe recipe, Path source) {
    if (!recipe.isGenerative()) {
      TrainKeys keys = run.settings().training();
      List<String> able =
          Recipes.names().stream().filter(name -> keys.recipe(name).isGenerative()).toList();
      throw new UnusableDataException(
          "The model in %s is of the recipe %s, whose codes have no distribution to draw from. Train one of %s (train.recipe), and generate from that"
              .formatted(source, recipe.name(), String.join(", ", able)));
    }
  }
}
