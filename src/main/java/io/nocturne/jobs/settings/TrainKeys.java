package io.nocturne.jobs.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.config.NearestName;
import io.nocturne.model.Recipe;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.RatioMetric;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.spark.store.Json;
import io.nocturne.spark.train.TrainSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** The keys of recipes and of their training, in the types that training takes. */
public final class TrainKeys {
  private final Configuration configuration;
  private final long seed;

  public TrainKeys(Configuration configuration, long seed) {
    this.configuration = configuration;
    this.seed = seed;
  }

  /** Validates all settings before Spark starts. */
  public void check() {
    new RatingKeys(configuration).requireRatings(recipe());
    baselines();
    requireSampled(plan().sampled(), recipe());
    stopBy();
  }

  /** Checks the sampled softmax; closed forms ignore it. */
  private static void requireSampled(SampledSoftmax sampled, Recipe recipe) {
    if (recipe.isClosedForm()) {
      return;
    }
    try {
      sampled.require(recipe.name(), recipe.isMultinomial());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }

  /** The recipe that is trained. */
  public Recipe recipe() {
    return recipe(configuration.text("train.recipe"));
  }

  /** A recipe with its options in {@code train.NAME}. */
  public Recipe recipe(String name) {
    try {
      return Recipes.of(name, configuration);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }

  /** The baselines that the trained recipe is compared with. */
  public List<Recipe> baselines() {
    List<String> names = configuration.list("evaluate.baselines");
    return names.stream().distinct().map(this::baseline).toList();
  }

  private Recipe baseline(String name) {
    boolean known = Recipes.names().contains(name);
    if (!known || !recipe(name).isClosedForm()) {
      List<String> closed =
          Recipes.names().stream().filter(other -> recipe(other).isClosedForm()).toList();
      throw new ConfigurationException(
          "Invalid evaluate.baselines: %s (expected recipes in closed form: %s; did you mean %s?)"
              .formatted(name, String.join(", ", closed), NearestName.of(name, closed)));
    }
    return recipe(name);
  }

  /** How models are trained on what a session may compute with. */
  public TrainSettings settings(SparkSession spark) {
    return TrainSettings.of(spark, plan(), seed);
  }

  /** How networks are trained. */
  public Plan plan() {
    return Plan.of(configuration);
  }

  /** The seed of everything random in a training. */
  public long seed() {
    return seed;
  }

  /** Whether a killed training may resume. */
  public boolean resumes() {
    return configuration.text("train.resume").equals("auto");
  }

  /** Settings that identify a training apart from its data, by configuration key. */
  public Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>();
    flatten("train", Json.parse(configuration.identityJson("train")), identity);
    Set<String> used = recipe().settings();
    for (String other : Recipes.names()) {
      if (!used.contains(other)) {
        identity.keySet().removeIf(key -> key.startsWith("train." + other + "."));
      }
    }
    identity.remove("train.resume");
    if (stopBy().needsRatings()) { // the rounds before were measured by these
      for (String key : List.of("evaluate.rating-scale", "evaluate.unknown-rating")) {
        identity.put(key, configuration.identity(List.of(key)).strip());
      }
    }
    identity.put("seed", Long.toString(seed));
    return identity;
  }

  private static void flatten(String name, JsonNode node, Map<String, String> into) {
    if (!node.isObject()) {
      into.put(name, node.isTextual() ? node.asText() : node.toString());
      return;
    }
    node.properties().forEach(e -> flatten(name + "." + e.getKey(), e.getValue(), into));
  }

  /** The metric that training is stopped by: one that is not about all lists together. */
  public RatioMetric stopBy() {
    String name = configuration.text("train.stop-by");
    MetricList metric = named(name);
    RatioMetric ratio = metric.all().get(0).ratio().orElseThrow(() -> noStopBy(name, null));
    new RatingKeys(configuration)
        .require("train.stop-by", metric, recipe().name(), recipe().predictsRatings());
    return ratio;
  }

  private static MetricList named(String name) {
    try {
      return MetricList.parse(List.of(name));
    } catch (IllegalArgumentException e) {
      throw noStopBy(name, e);
    }
  }

  private static ConfigurationException noStopBy(String name, Exception cause) {
    return new ConfigurationException(
        "Invalid train.stop-by: %s (expected one metric of a user's list, such as ndcg@100; or rmse or mae)"
            .formatted(name),
        cause);
  }
}
