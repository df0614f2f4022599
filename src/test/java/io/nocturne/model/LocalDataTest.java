package io.nocturne.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.math.SymmetricTiles;
import io.nocturne.model.recipe.Recipes;
import io.nocturne.model.recipe.TestRecipes;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.optim.Averaging;
import io.nocturne.nn.parameter.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Training without Spark. ClusterContractTest compares its bits with those of a cluster. */
class LocalDataTest {
  private static final Recipe RECIPE = Recipes.parse(TestRecipes.MULT_VAE);
  private static final Plan PLAN =
      Plan.defaults().withEpochs(20).withEpochsPerValidation(2).withPatience(2).withBatch(16);
  private static final LocalData DATA =
      LocalData.of(Checkerboard.training(false)).with(PLAN).withThreads(1);

  /** Returns metrics from a list, one after another, and records the parameters. */
  private static final class Scripted implements Validation {
    private final double[] metrics;
    private final boolean lowerIsBetter;
    private final List<Parameters> measured = new ArrayList<>();

    Scripted(boolean lowerIsBetter, double... metrics) {
      this.lowerIsBetter = lowerIsBetter;
      this.metrics = metrics;
    }

    @Override
    public String metric() {
      return "scripted";
    }

    @Override
    public boolean lowerIsBetter() {
      return lowerIsBetter;
    }

    @Override
    public double measure(Parameters parameters) {
      measured.add(parameters);
      return metrics[measured.size() - 1];
    }
  }

  private static float[] trained(LocalData data) {
    return FlatParameters.of(RECIPE.fit(data));
  }

  @Test
  void validationStopsTrainingAndKeepsTheBestRound() {
    List<String> progress = new ArrayList<>();
    Scripted validation = new Scripted(false, .1, .3, .2, .3);
    float[] best = trained(DATA.validatedBy(validation).withProgress(progress::add));
    assertEquals(4, validation.measured.size());
    assertArrayEquals(trained(DATA.with(PLAN.withEpochs(4))), best, 0f, "the second round");
    assertArrayEquals(FlatParameters.of(validation.measured.get(1)), best, 0f);
    assertFalse(Arrays.equals(trained(DATA), best));
    assertEquals(8 + 4, progress.size());
    assertTrue(progress.get(0).matches("epoch 1 of 20: loss \\d+\\.\\d{4}"), progress.get(0));
    assertEquals("best validation scripted 0.3000, 2 validation(s) ago", progress.get(11));
  }

  /** 60 million units with weights per item. */
  @Test
  void rejectsATooLargeNetworkBeforeTraining() {
    Recipe wide =
        Recipes.parse(
            TestRecipes.MULT_VAE
                .replace("hidden=16", "hidden=60000000")
                .replace("code=8", "code=1"));
    String message = assertThrows(IllegalStateException.class, () -> wide.fit(DATA)).getMessage();
    assertTrue(message.startsWith("Not enough memory: "), message);
    assertTrue(message.contains("(the largest block of parameters is encoder.weights ["), message);
  }

  @Test
  void lowestErrorIsBest() {
    float[] best = trained(DATA.validatedBy(new Scripted(true, .3, .4, .5)));
    assertArrayEquals(trained(DATA.with(PLAN.withEpochs(2))), best, 0f);
  }

  /** Parameters that a recipe adds to the network's are present when its model is measured. */
  @Test
  void measuresFinishedParameters() {
    Recipe rates = Recipes.of("auto-rec", "over = items, code = 3");
    LocalData rated = LocalData.of(Checkerboard.training(true)).with(PLAN.withEpochs(2));
    Scripted validation = new Scripted(true, 1);
    float[] parameters = FlatParameters.of(rates.fit(rated.validatedBy(validation)));
    assertArrayEquals(parameters, FlatParameters.of(validation.measured.get(0)), 0f);
    assertTrue(rates.open(Checkerboard.ITEMS, validation.measured.get(0)).items() > 0);
  }

  /** Only the last stage trains the model. */
  @Test
  void doesNotMeasureStages() {
    Recipe stacked = Recipes.of("stacked-dae", "widths = [6, 4], pre-training-epochs = 4");
    List<String> progress = new ArrayList<>();
    Scripted validation = new Scripted(false, .1);
    stacked.fit(DATA.with(PLAN.withEpochs(2)).validatedBy(validation).withProgress(progress::add));
    assertEquals(1, validation.measured.size());
    assertTrue(
        progress.stream().anyMatch(line -> line.startsWith("layer-2: epoch 4 of 4: ")),
        progress::toString);
  }

  @Test
  void bitsDoNotDependOnThreads() {
    assertArrayEquals(trained(DATA), trained(DATA.withThreads(3)), 0f);
    Recipe ease = Recipes.parse(TestRecipes.EASE);
    assertArrayEquals(
        FlatParameters.of(ease.fit(DATA)), FlatParameters.of(ease.fit(DATA.withThreads(3))), 0f);
  }

  @Test
  void severalWorkersRequireACluster() {
    Plan two = PLAN.with(Averaging.ALONE.with(2));
    assertEquals(
        "Invalid train.workers: 2 (expected 1 or auto: without Spark there is one worker)",
        assertThrows(IllegalArgumentException.class, () -> DATA.with(two)).getMessage());
    assertArrayEquals(trained(DATA), trained(DATA.with(PLAN.with(Averaging.ALONE))), 0f);
  }

  /** Over several tiles, with weights that are not exact in binary. */
  @Test
  void gramMatrixIsTheSumOfProducts() {
    int items = 600;
    SplitMix64 random = new SplitMix64(3);
    SparseRowsBuilder rows = SparseRows.builder(items);
    double[][] expected = new double[items][items];
    for (int user = 0; user < 20; user++) {
      int[] of = IntStream.range(0, items).filter(i -> random.nextDouble() < .05).toArray();
      float[] weights = new float[of.length];
      for (int k = 0; k < of.length; k++) {
        weights[k] = .1f + random.nextFloat();
      }
      rows.add(of, weights);
      for (int a = 0; a < of.length; a++) {
        for (int b = 0; b < of.length; b++) {
          expected[of[a]][of[b]] += (double) weights[a] * weights[b];
        }
      }
    }
    SymmetricTiles gram = LocalData.of(rows.build()).withThreads(2).products().gram();
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        assertEquals(expected[i][j], gram.get(i, j));
      }
    }
  }

  /** As on a cluster, no training row has it. */
  @Test
  void itemsWithoutUsersHaveNoCode() {
    SparseRows some = Checkerboard.training(true);
    SparseRowsBuilder wider = SparseRows.builder(Checkerboard.ITEMS + 1);
    for (int row = 0; row < some.rows(); row++) {
      wider.add(some.indices(row), some.values(row));
    }
    float[] parameters =
        FlatParameters.of(
            Recipes.of("auto-rec", "over = items, code = 3")
                .fit(LocalData.of(wider.build()).with(PLAN.withEpochs(1))));
    float[] codes =
        Arrays.copyOfRange(
            parameters, parameters.length - 3 * (Checkerboard.ITEMS + 1), parameters.length);
    for (int item = 0; item <= Checkerboard.ITEMS; item++) {
      boolean isKnown = item < Checkerboard.ITEMS;
      assertEquals(isKnown, codes[3 * item] != 0, "item " + item);
    }
  }

  @Test
  void rejectsTrainingLargerThanTheHeap() {
    String message =
        assertThrows(IllegalStateException.class, () -> DATA.requireMemory(1L << 50, "train less"))
            .getMessage();
    assertTrue(message.startsWith("Not enough memory: 1,073,741,824 MiB are needed"), message);
    assertTrue(message.endsWith("Raise -Xmx, or train less"), message);
  }
}
