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
import java.util.stream.IntStream;
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
  void parametersAreInOrderOfLayers() {
    int[] sizes = {300 * 50 + 50, 50 * 20 + 20, 20 * 20 + 20, 0, 10 * 40 + 40, 40 * 300 + 300};
    int at = 0;
    for (int l = 0; l < sizes.length - 1; l++) {
      at += sizes[l];
      assertEquals(at, FlatParameters.start(NETWORK, l + 1));
    }
    assertEquals(at + sizes[5], NETWORK.parameters());
    assertEquals(
        List.of(50, 20, 20, 10, 40), IntStream.range(0, 5).map(NETWORK::outputs).boxed().toList());
    assertEquals(10, NETWORK.codeWidth());
    assertEquals(300, NETWORK.items());
  }

  @Test
  void initialParametersDependOnlyOnTheSeed() {
    float[] one = FlatParameters.of(NETWORK.initialize(1, new ParallelLoop(1)));
    try (ParallelLoop loop = new ParallelLoop(3)) {
      assertArrayEquals(one, FlatParameters.of(NETWORK.initialize(1, loop)), 0f);
      assertNotEquals(one[5], FlatParameters.of(NETWORK.initialize(2, loop))[5]);
    }
  }

  /**
   * The sample deviation of n normal numbers is within 4 / sqrt(2 n) of the true one. Biases are
   * truncated at two deviations, which reduces it to 0.88.
   */
  @Test
  void initialParametersHaveTheExpectedDeviations() {
    float[] theta = FlatParameters.of(NETWORK.initialize(1, new ParallelLoop(1)));
    assertEquals(Math.sqrt(2.0 / 350), deviation(theta, 0, 15_000), 4 / Math.sqrt(30_000) * .0756);
    int output = FlatParameters.start(NETWORK, 5);
    double expected = Math.sqrt(2.0 / 340);
    assertEquals(
        expected, deviation(theta, output, output + 12_000), 4 / Math.sqrt(24_000) * expected);
    int biases = theta.length - 300;
    assertEquals(.00088, deviation(theta, biases, theta.length), 4 / Math.sqrt(600) * .00088);
    for (int k = biases; k < theta.length; k++) {
      assertTrue(Math.abs(theta[k]) <= .002);
    }
    assertFalse(
        theta[0] == theta[FlatParameters.start(NETWORK, 1)], "each matrix has its own stream");
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
  void rejectsWidthsBelowOne(int width) {
    String message = "Invalid width: " + width + " (expected 1 or more)";
    assertEquals(message, refusal(() -> Network.over(5).dense(width, Activation.TANH)));
    NetworkBuilder encoder = Network.over(5).dense(2, Activation.TANH);
    assertEquals(message, refusal(() -> encoder.dense(width, Activation.TANH)));
    assertEquals(message, refusal(() -> Network.over(width).dense(2, Activation.TANH)));
    assertThrows(
        IllegalArgumentException.class, () -> encoder.gaussianCode(width, new Annealing(1, 0)));
  }

  @Test
  void rejectsNetworksWithoutLayers() {
    assertEquals(
        "Invalid width: 0 (expected 1 or more)", refusal(() -> Network.over(5).multinomial()));
  }

  /** 4,300,000 items times 500 units; the limit is per block, not for all blocks together. */
  @Test
  void rejectsBlocksTooLargeForAnArray() {
    NetworkBuilder builder = Network.over(4_200_000).dense(500, Activation.TANH);
    assertEquals(
        4_200_000L * 500 + 500 + 4_200_000L * 500 + 4_200_000,
        builder.multinomial().parameters(),
        "two blocks of 2,100,000,000 are not too many");
    NetworkBuilder larger = Network.over(4_300_000).dense(500, Activation.TANH);
    assertEquals(
        "Invalid network: encoder.weights [4,300,000 items x 500] has 2,150,000,000 numbers"
            + " (expected at most 2,147,483,639, the longest array). Lower the widths, or leave"
            + " rare items out",
        refusal(larger::multinomial));
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(NETWORK);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Network arrived = (Network) in.readObject();
      assertArrayEquals(
          FlatParameters.of(NETWORK.initialize(1, new ParallelLoop(1))),
          FlatParameters.of(arrived.initialize(1, new ParallelLoop(1))),
          0f);
      assertEquals(NETWORK.blocks(), arrived.blocks());
      assertEquals(NETWORK.hidden(), arrived.hidden());
      assertEquals(NETWORK.codeLayer(), arrived.codeLayer());
      assertEquals(NETWORK.corruption(), arrived.corruption());
    }
  }
}
