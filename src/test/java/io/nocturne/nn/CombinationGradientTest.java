package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.math.SparseRows;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares loss and gradient of a step of every kind of network with central differences of the
 * textbook's loss.
 */
class CombinationGradientTest {
  /** Three tiles, the last of which is short. */
  private static final int ITEMS = 37;

  private static final int PLACES = 80;

  /** With weights from 0.1 to 1.1; one is empty, and one has only zero weights. */
  private static final SparseRows HISTORIES =
      RandomHistories.withZeros(RandomHistories.of(8, 9, ITEMS, .3), 4);

  static Stream<Arguments> networks() {
    return Arrays.stream(Endings.values())
        .flatMap(
            ending ->
                Arrays.stream(Codes.values())
                    .flatMap(
                        code ->
                            Arrays.stream(Regularizers.values())
                                .filter(by -> code != Codes.PLAIN || !by.contracts())
                                .map(by -> Arguments.of(ending, code, by))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsMatchCentralDifferences(Endings ending, Codes code, Regularizers by) {
    RecordedStep step = new RecordedStep(by.network(ITEMS, code, ending), HISTORIES);
    step.recorder.assertOnce(0, step.end());
    step.assertMatchesTextbook(PLACES);
  }

  /** In each layer separately. */
  @ParameterizedTest
  @EnumSource
  void detectsAGradientFivePercentOff(Endings ending) {
    for (Codes code : Codes.values()) {
      Network network = Regularizers.NONE.network(ITEMS, code, ending);
      RecordedStep step = new RecordedStep(network, HISTORIES);
      float[] right = step.recorder.gradient.clone();
      for (int l = 0; l < network.layers(); l++) {
        if (step.start(l) == step.start(l + 1)) {
          continue; // it has no parameters
        }
        System.arraycopy(right, 0, step.recorder.gradient, 0, right.length);
        for (int k = step.start(l); k < step.start(l + 1); k++) {
          step.recorder.gradient[k] *= 1.05f;
        }
        assertThrows(
            AssertionError.class, () -> step.assertMatchesTextbook(PLACES), code + " layer " + l);
      }
    }
  }
}
