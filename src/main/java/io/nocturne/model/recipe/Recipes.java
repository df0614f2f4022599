package io.nocturne.model.recipe;

import io.nocturne.config.Configuration;
import io.nocturne.config.NearestName;
import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The registry of all recipes by their names. */
public final class Recipes {
  private static final Map<String, Function<Options, Recipe>> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(AutoRec.NAME, AutoRec::new),
              Map.entry(Cdae.NAME, Cdae::new),
              Map.entry(ChebyCf.NAME, ChebyCf::new),
              Map.entry(ContractiveAe.NAME, ContractiveAe::new),
              Map.entry(Dae.NAME, Dae::new),
              Map.entry(DeepRec.NAME, DeepRec::new),
              Map.entry(Dlae.NAME, Dlae::new),
              Map.entry(EaseRecipe.NAME, EaseRecipe::new),
              Map.entry(Edlae.NAME, Edlae::new),
              Map.entry(Elsa.NAME, Elsa::new),
              Map.entry(GfCf.NAME, GfCf::new),
              Map.entry(LinearAe.NAME, LinearAe::new),
              Map.entry(MarginalizedDae.NAME, MarginalizedDae::new),
              Map.entry(MultDae.NAME, MultDae::new),
              Map.entry(MultVae.NAME, MultVae::new),
              Map.entry(PopularityRecipe.NAME, PopularityRecipe::new),
              Map.entry(Rdlae.NAME, Rdlae::new),
              Map.entry(RecVae.NAME, RecVae::new),
              Map.entry(Rlae.NAME, Rlae::new),
              Map.entry(Slim.NAME, Slim::new),
              Map.entry(SparseAe.NAME, SparseAe::new),
              Map.entry(SparseEaseRecipe.NAME, SparseEaseRecipe::new),
              Map.entry(StackedDae.NAME, StackedDae::new),
              Map.entry(SvdAe.NAME, SvdAe::new)));

  private Recipes() {}

  /** The names, in alphabetical order. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * The recipe of that name with its default hyper-parameters, or with some others: {@code
   * Recipes.of("mult-vae", "hidden = [300], code = 100")}.
   *
   * @param settings of hyper-parameters, as in the section {@code train.NAME} of a configuration
   *     file
   * @throws IllegalArgumentException naming what is unknown or out of range
   */
  public static Recipe of(String name, String... settings) {
    requireKnown(name);
    return of(name, Configuration.of(section(name), settings));
  }

  /**
   * The recipe of that name with the hyper-parameters of the section {@code train.NAME}, and of
   * that of its stand-in.
   *
   * @throws IllegalArgumentException naming what is unknown or out of range
   */
  public static Recipe of(String name, Configuration configuration) {
    Recipe recipe = of(name, Options.of(section(name), configuration.section(section(name))));
    return recipe instanceof EaseRecipe ease
        ? ease.withStandIn(of(EaseRecipe.SPARSE, configuration))
        : recipe;
  }

  /** The recipe of that name with these hyper-parameters, none of which may be missing. */
  private static Recipe of(String name, Options options) {
    requireKnown(name);
    return BY_NAME.get(name).apply(options);
  }

  private static void requireKnown(String name) {
    if (!BY_NAME.containsKey(name)) {
      throw new IllegalArgumentException(
          "Unknown recipe: %s (expected one of %s; did you mean %s?)"
              .formatted(name, String.join(", ", names()), NearestName.of(name, names())));
    }
  }

  private static String section(String name) {
    return "train." + name;
  }

  /** A recipe in its text form: the name and the options, {@code ease lambda=500 solver=lapack}. */
  public static String text(Recipe recipe) {
    return (recipe.name() + " " + recipe.options()).strip();
  }

  /** Reads the text form, which must be complete: a stored model does not follow new defaults. */
  public static Recipe parse(String text) {
    String[] parts = text.strip().split("\\s+", 2);
    return of(parts[0], Options.parse(section(parts[0]), parts.length > 1 ? parts[1] : ""));
  }
}
