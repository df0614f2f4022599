package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.SparseRows;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.layer.Annealing;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares scores decoded from codes with the scores of the histories that gave the codes. */
class DecodingTest {
  private static final int ITEMS = 300;
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));
  private static final SparseRows HISTORIES = RandomHistories.of(1, 40, ITEMS, .03);

  private static NetworkBuilder builder() {
    return Network.over(ITEMS).corrupted(new Corruption(true, .5));
  }

  static Stream<Network> networks() {
    Annealing annealing = new Annealing(1, 0);
    List<Integer> none = List.of();
    return Stream.of(
        builder().dense(7, Activation.TANH).gaussianCode(5, annealing).multinomial(),
        builder()
            .dense(none, Activation.TANH)
            .gaussianCode(5, annealing)
            .dense(7, Activation.TANH)
            .dense(6, Activation.SIGMOID)
            .multinomial(),
        builder().denselyConnected(6, 3).compositeCode(5, .1).multinomial(),
        builder().dense(5, Activation.TANH).code().multinomial(),
        builder().dense(5, Activation.TANH).code().squared(Activation.SIGMOID));
  }

  private static Inference inference(Network network) {
    float[] theta = FlatParameters.of(network.initialize(1, new ParallelLoop(1)));
    for (int k = 0; k < theta.length; k++) {
      theta[k] += .1f * (float) Math.sin(k);
    }
    return new Inference(network, FlatParameters.parameters(network, theta), COMPUTE);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void codesDecodeToTheScoresOfTheirHistories(Network network) {
    Inference inference = inference(network);
    float[] codes = new float[40 * network.codeWidth()];
    float[] scores = new float[40 * ITEMS];
    inference.encode(HISTORIES, codes);
    inference.score(HISTORIES, scores);
    float[] decoded = new float[40 * ITEMS];
    Arrays.fill(decoded, Float.NaN);
    float[] given = codes.clone();
    inference.decode(given, 40, decoded);
    assertArrayEquals(scores, decoded, 0f);
    assertArrayEquals(codes, given, 0f, "the codes are not changed");
  }

  @Test
  void noCodesGiveNoScores() {
    inference(networks().findFirst().orElseThrow()).decode(new float[0], 0, new float[0]);
  }

  @Test
  void tiedWeightsCannotDecode() {
    Inference tied = inference(Network.over(ITEMS).tiedResidual(4));
    assertEquals(
        "Cannot decode codes without histories: the weights are tied",
        assertThrows(
                IllegalStateException.class, () -> tied.decode(new float[4], 1, new float[ITEMS]))
            .getMessage());
  }

  @Test
  void networksWithRandomCodesAreVariational() {
    assertEquals(
        List.of(true, true, true, false, false), networks().map(Network::isVariational).toList());
    assertFalse(Network.over(ITEMS).tied(3).isVariational());
    assertTrue(Network.over(ITEMS).tied(3).isShallow());
  }
}
