package io.nocturne.model.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.model.Autoencoder;
import io.nocturne.model.Descent;
import io.nocturne.model.LocalData;
import io.nocturne.model.Recipe;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Network;
import io.nocturne.nn.Plan;
import io.nocturne.nn.batch.SampledSoftmax;
import io.nocturne.nn.parameter.Block;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.Parameters;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pre-training of layers, on twelve users and twenty items. */
class StackedDaeTest {
  private static final int ITEMS = 20;
  private static final SparseRows HISTORIES = histories();

  private static SparseRows histories() {
    var rows = SparseRows.builder(ITEMS);
    for (int user = 0; user < 12; user++) {
      rows.add(new int[] {user, (user + 4) % ITEMS, (user + 7 + user % 3) % ITEMS});
    }
    return rows.build();
  }

  /** Records the trainings that a recipe requests and their results. */
  private static final class Recorded {
    private static final Plan PLAN = new Plan(4, 1, 1, 5, .01, .01, SampledSoftmax.OFF);

    final List<Descent> descents = new ArrayList<>();
    final List<Parameters> trained = new ArrayList<>();
    final List<String> progress = new ArrayList<>();
    private final LocalData local = LocalData.of(HISTORIES).with(PLAN).withThreads(1);

    /** Delegates to {@link LocalData}. */
    final TrainingData data =
        (TrainingData)
            Proxy.newProxyInstance(
                TrainingData.class.getClassLoader(),
                new Class<?>[] {TrainingData.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "descend" -> descend((Descent) arguments[0]);
                      case "progress" -> (Consumer<String>) progress::add;
                      default -> method.invoke(local, arguments);
                    });

    private Parameters descend(Descent descent) {
      descents.add(descent);
      trained.add(local.descend(descent));
      return trained.get(trained.size() - 1);
    }
  }

  private static String text(String widths, double noise, int epochs) {
    return "stacked-dae activation=tanh loss=cross-entropy noise=%s normalize=true output-activation=identity pre-training-epochs=%d widths=%s"
        .formatted(noise, epochs, widths);
  }

  private static List<Integer> widths(String widths) {
    return Arrays.stream(widths.split(",")).map(Integer::valueOf).toList();
  }

  private static float[] codes(Network network, Parameters parameters) {
    float[] codes = new float[HISTORIES.rows() * network.codeWidth()];
    Autoencoder.open(network, parameters).encode(HISTORIES, codes);
    return codes;
  }

  /** With noise before each layer, which is a separate layer, and without. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"5 .4", "5 0", "6,4 .4", "6,4 0", "7,5,3 .4", "7,5,3 0"})
  void networkStartsFromThePreTrainedLayers(String list, double noise) {
    List<Integer> widths = widths(list);
    int depth = widths.size();
    Recorded data = new Recorded();
    Parameters fitted = Recipes.parse(text(list, noise, 3)).fit(data.data);
    assertEquals(depth + 1, data.descents.size());
    Descent together = data.descents.get(depth);
    Network whole = together.network();
    Parameters initial = together.initial().orElseThrow();
    Network last = data.descents.get(depth - 1).network();
    assertArrayEquals(codes(last, data.trained.get(depth - 1)), codes(whole, initial), 0f);
    for (int layer = 0; layer < depth; layer++) {
      float[] trained = FlatParameters.of(data.trained.get(layer));
      int decoder = 2 * depth - 1 - layer;
      float[] inWhole = slice(whole, decoder, initial);
      assertArrayEquals(
          Arrays.copyOfRange(trained, trained.length - inWhole.length, trained.length),
          inWhole,
          "what reconstructs from layer " + layer);
    }
    assertArrayEquals(FlatParameters.of(data.trained.get(depth)), FlatParameters.of(fitted), 0f);
    assertEquals(whole.parameters(), initial.size());
  }

  private static float[] slice(Network network, int layer, Parameters parameters) {
    return FlatParameters.of(parameters.arrays(network.blocks(layer)));
  }

  /** The layers below are those trained in earlier stages. */
  @Test
  void stagesTrainOnTheOutputOfEarlierLayers() {
    Recorded data = new Recorded();
    Recipes.parse(text("7,5,3", .4, 3)).fit(data.data);
    for (int stage = 1; stage < 3; stage++) {
      Descent descent = data.descents.get(stage);
      Parameters before = data.trained.get(stage - 1);
      Parameters initial = descent.initial().orElseThrow();
      Network network = descent.network();
      assertArrayEquals(
          codes(data.descents.get(stage - 1).network(), before), outputs(initial, stage - 1), 0f);
      for (int layer = 0; layer < stage; layer++) {
        assertArrayEquals(
            slice(network, layer, initial), slice(network, layer, data.trained.get(stage)));
      }
    }
  }

  /** The output of a layer: the code of a network that ends there. */
  private static float[] outputs(Parameters parameters, int layer) {
    List<Integer> widths = List.of(7, 5, 3).subList(0, layer + 1);
    String text = text(String.join(",", widths.stream().map(String::valueOf).toList()), .4, 0);
    Network prefix = ((StackedDae) Recipes.parse(text)).network(ITEMS);
    List<Block> blocks = new ArrayList<>();
    for (BlockShape shape : prefix.blocks()) {
      boolean isEncoder = parameters.has(shape.name()) && !shape.name().startsWith("decoder");
      float[] floats =
          isEncoder && parameters.floats(shape.name()).shape().equals(shape)
              ? parameters.floats(shape.name()).flat()
              : new float[shape.length()]; // the codes do not depend on it
      blocks.add(Parameters.floats(shape, floats));
    }
    return codes(prefix, new Parameters(blocks));
  }

  @Test
  void stagesHaveNamesAndEpochs() {
    Recorded data = new Recorded();
    Recipes.parse(text("6,4", .4, 3)).fit(data.data);
    assertEquals(
        List.of(Optional.of("layer-1"), Optional.of("layer-2"), Optional.empty()),
        data.descents.stream().map(Descent::stage).toList());
    assertEquals(
        List.of(OptionalInt.of(3), OptionalInt.of(3), OptionalInt.empty()),
        data.descents.stream().map(Descent::epochs).toList());
    assertEquals(
        List.of("pre-training layer 1", "pre-training layer 2", "training all layers"),
        data.progress);
  }

  @Test
  void layersAreRandomWithoutPreTraining() {
    Recorded data = new Recorded();
    Recipes.parse(text("6,4", .4, 0)).fit(data.data);
    assertEquals(1, data.descents.size());
    assertTrue(data.descents.get(0).initial().isEmpty());
    assertTrue(data.descents.get(0).stage().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"5 0.5 0", "6,4 0.0 10"})
  void textFormReadsBack(String widths, double noise, int epochs) {
    Recipe recipe = Recipes.parse(text(widths, noise, epochs));
    assertEquals(text(widths, noise, epochs), Recipes.text(recipe));
    assertEquals(recipe.options(), Recipes.parse(Recipes.text(recipe)).options());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none | .4 | 1 | widths: none (expected one width or more)",
        "5,0 | .4 | 1 | widths: 5,0 (expected none, or widths of 1 or more)",
        "5 | 1 | 1 | noise: 1.0 (expected a number, 0 or more and less than 1)",
        "5 | .4 | -1 | pre-training-epochs: -1 (expected a whole number, 0 or more)",
      })
  void rejectsInvalidOptions(String widths, double noise, int epochs, String message) {
    assertEquals(
        "Invalid train.stacked-dae." + message,
        assertThrows(
                IllegalArgumentException.class, () -> Recipes.parse(text(widths, noise, epochs)))
            .getMessage());
  }
}
