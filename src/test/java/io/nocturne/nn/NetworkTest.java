package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.layer.Annealing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  private static final Network NETWORK =
      Network.over(300)
          .dense(List.of(50, 20), Activation.TANH)
          .gaussianCode(10, new Annealing(1, 9))
          .dense(40, Activation.TANH)
          .multinomial();

  private static String refusal(Executable executable) {
    return assertThrows(IllegalArgumentException.class, executable).getMessage();
  }

  @Test
  void parametersLieOneLayerAfterAnother() {
    int[] sizes = {300 * 50 + 50, 50 * 20 + 20, 20 * 20 + 20, 0, 10 * 40 + 40, 40 * 300 + 300};
    int at = 0;
    for (int l = 0; l < sizes.length - 1; l++) {
      at += sizes[l];
      assertEquals(at, NETWORK.at(l));
    }
    assertEquals(at + sizes[5], NETWORK.parameters());
    assertEquals(List.of(50, 20, 20, 10, 40), NETWORK.widths());
    assertEquals(10, NETWORK.codeWidth());
    assertEquals(300, NETWORK.items());
  }

  @Test
  void initialParametersDependOnTheSeedAlone() {
    float[] one = NETWORK.initialize(1, new ParallelLoop(1));
    try (ParallelLoop loop = new ParallelLoop(3)) {
      assertArrayEquals(one, NETWORK.initialize(1, loop), 0f);
      assertNotEquals(one[5], NETWORK.initialize(2, loop)[5]);
    }
  }

  /**
   * The deviation of n normal numbers is within 4 / sqrt(2 n) of theirs. Biases are cut at two
   * deviations, which leaves 0.88 of it.
   */
  @Test
  void initialParametersHaveTheirDeviations() {
    float[] theta = NETWORK.initialize(1, new ParallelLoop(1));
    assertEquals(Math.sqrt(2.0 / 350), deviation(theta, 0, 15_000), 4 / Math.sqrt(30_000) * .0756);
    int output = NETWORK.at(4);
    double expected = Math.sqrt(2.0 / 340);
    assertEquals(
        expected, deviation(theta, output, output + 12_000), 4 / Math.sqrt(24_000) * expected);
    int biases = theta.length - 300;
    assertEquals(.00088, deviation(theta, biases, theta.length), 4 / Math.sqrt(600) * .00088);
    for (int k = biases; k < theta.length; k++) {
      assertTrue(Math.abs(theta[k]) <= .002);
    }
    assertFalse(theta[0] == theta[NETWORK.at(0)], "each matrix has its own stream");
  }

  private static double deviation(float[] theta, int from, int to) {
    double squares = 0;
    for (int k = from; k < to; k++) {
      squares += theta[k] * (double) theta[k];
    }
    return Math.sqrt(squares / (to - from));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void widthsBelowOneAreRefused(int width) {
    String message = "Invalid width: " + width + " (expected 1 or more)";
    assertEquals(message, refusal(() -> Network.over(5).dense(width, Activation.TANH)));
    NetworkBuilder begun = Network.over(5).dense(2, Activation.TANH);
    assertEquals(message, refusal(() -> begun.dense(width, Activation.TANH)));
    assertEquals(message, refusal(() -> Network.over(width).dense(2, Activation.TANH)));
    assertThrows(
        IllegalArgumentException.class, () -> begun.gaussianCode(width, new Annealing(1, 0)));
  }

  @Test
  void aNetworkWithoutLayersIsRefused() {
    assertEquals(
        "Invalid width: 0 (expected 1 or more)", refusal(() -> Network.over(5).multinomial()));
  }

  /** 2,000,000 items times 500 twice, 500 biases and 2,000,000. */
  @Test
  void moreParametersThanAnArrayHoldsAreRefused() {
    NetworkBuilder builder = Network.over(2_000_000).dense(500, Activation.TANH);
    assertEquals(
        2_000_000L * 500 + 500 + 2_000_000L * 500 + 2_000_000,
        builder.multinomial().parameters(),
        "2,002,000,500 are not too many");
    NetworkBuilder wider = Network.over(2_000_000).dense(537, Activation.TANH);
    assertEquals(
        "Invalid network: 2,150,000,537 parameters (expected at most 2,147,483,639, the longest"
            + " array). Lower the widths, or leave rare items out",
        refusal(wider::multinomial));
  }

  @Test
  void isTheSameAfterAJourney() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(NETWORK);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Network arrived = (Network) in.readObject();
      assertArrayEquals(
          NETWORK.initialize(1, new ParallelLoop(1)),
          arrived.initialize(1, new ParallelLoop(1)),
          0f);
      assertEquals(NETWORK.hidden(), arrived.hidden());
      assertEquals(NETWORK.codeLayers(), arrived.codeLayers());
      assertEquals(NETWORK.corruption(), arrived.corruption());
    }
  }
}
