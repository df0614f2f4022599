package io.nocturne.model.recipe;

import io.nocturne.model.Options;
import io.nocturne.model.Recipe;
import io.nocturne.nn.Network;
import java.util.List;
import java.util.stream.Stream;

/** Small test variants of every recipe in text form; several for some recipes. */
public final class TestRecipes {
  public static final String EASE =
      "ease item-power=0 lambda=5 solver=lapack user-power=0 when-too-large=refuse";
  public static final String POPULARITY = "popularity";
  public static final String MULT_DAE =
      "mult-dae activation=tanh code=12 code-activation=tanh dropout=0.3 hidden=none";
  public static final String MULT_VAE =
      "mult-vae activation=tanh anneal-examples=2000 beta=0.2 code=8 dropout=0.3 hidden=16";
  private static final String AUTO_REC =
      "auto-rec activation=sigmoid code=8 fold-in-penalty=0.1 output-activation=identity over=";

  private static final List<String> TEXTS =
      List.of(
          EASE,
          POPULARITY,
          MULT_DAE,
          MULT_VAE,
          AUTO_REC + "items",
          AUTO_REC + "users",
          "cdae code=8 code-activation=tanh corruption=dropout loss=logistic negatives=3 noise=0.3 normalize=true output-activation=identity",
          "cheby-cf alpha=0.2 beta=0.4 flatness=1.5 order=5 rank=2",
          "gf-cf alpha=0.3 rank=2",
          "svd-ae rank=2",
          "contractive-ae code=8 code-activation=sigmoid contraction=0.01 corruption=salt loss=cross-entropy noise=0.05 normalize=true output-activation=identity",
          "dae activation=tanh code=4 code-activation=sigmoid corruption=gaussian hidden=12 loss=squared noise=0.5 normalize=false output-activation=sigmoid",
          "deep-rec activation=selu code=8 dropout=0.2 hidden=12 output-activation=identity re-feeding=true",
          "dlae dropout=0.3 item-power=0.1 lambda=5 user-power=0.2",
          "edlae dropout=0.3 item-power=0 lambda=5 user-power=0",
          "rdlae diagonal=0.2 dropout=0.3 item-power=0.1 lambda=5 user-power=0.2",
          "rlae diagonal=0.2 item-power=0 lambda=5 user-power=0",
          "marginalized-dae code=8 lambda=1 layers=1 noise=0.3",
          "marginalized-dae code=8 lambda=1 layers=3 noise=0.3",
          "elsa code=4",
          "linear-ae code=2 corruption=dropout noise=0.2 normalize=false solver=descent tied=true",
          "linear-ae code=2 corruption=gaussian noise=0.1 normalize=false solver=descent tied=false",
          "linear-ae code=2 corruption=dropout noise=0 normalize=false solver=eigen tied=true",
          "rec-vae code=8 decoder-epochs=1 dropout=0.3 encoder-epochs=3 gamma=0.005 hidden=16",
          "slim l1=0.1 l2=5 longest-history=0 neighbours=20 non-negative=true threshold=0",
          "sparse-ae code=8 code-activation=relu corruption=dropout loss=multinomial noise=0.3 normalize=true output-activation=identity sparsity=0.01",
          "sparse-ease alpha=0.5 centred=false density=1 lambda=1 longest-history=0 neighbours=20 threshold=0",
          "stacked-dae activation=tanh loss=multinomial noise=0.2 normalize=true output-activation=identity pre-training-epochs=2 widths=12,8");

  /** The text form of {@link NextItemRecipe}. */
  public static final String SEQUENCES = "next-item code=16 decay=0.2";

  private TestRecipes() {}

  /** Each registered recipe at least once. */
  public static List<String> all() {
    return Recipes.names().stream().flatMap(name -> of(name).stream()).toList();
  }

  /** Each registered recipe and the sequence recipe of the tests. */
  public static List<String> withSequences() {
    return Stream.concat(all().stream(), Stream.of(SEQUENCES)).toList();
  }

  /** Parses a recipe, including the sequence recipe of the tests. */
  public static Recipe parse(String text) {
    String name = NextItemRecipe.NAME + " ";
    return text.startsWith(name)
        ? new NextItemRecipe(
            Options.parse("train." + NextItemRecipe.NAME, text.substring(name.length())))
        : Recipes.parse(text);
  }

  /** The network of a recipe that consists of nothing else. */
  public static Network network(String text, int items) {
    return ((NetworkRecipe) Recipes.parse(text)).network(items);
  }

  private static List<String> of(String name) {
    List<String> found = TEXTS.stream().filter(text -> text.split(" ")[0].equals(name)).toList();
    if (found.isEmpty()) {
      throw new AssertionError("No settings for a small " + name + ": add them to TestRecipes");
    }
    return found;
  }
}
