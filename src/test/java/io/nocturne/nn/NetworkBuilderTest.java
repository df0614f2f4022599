package io.nocturne.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Activation;
import io.nocturne.nn.batch.Corruption;
import io.nocturne.nn.batch.NextItems;
import io.nocturne.nn.layer.Annealing;
import io.nocturne.nn.layer.CompositeCode;
import io.nocturne.nn.layer.Contraction;
import io.nocturne.nn.layer.Dense;
import io.nocturne.nn.layer.DenselyConnected;
import io.nocturne.nn.layer.Dropout;
import io.nocturne.nn.layer.ExponentialAverage;
import io.nocturne.nn.layer.GaussianCode;
import io.nocturne.nn.layer.ItemInput;
import io.nocturne.nn.layer.ItemOutput;
import io.nocturne.nn.layer.Recurrent;
import io.nocturne.nn.layer.SparseCode;
import io.nocturne.nn.layer.TargetOutput;
import io.nocturne.nn.layer.TiedInput;
import io.nocturne.nn.layer.TiedOutput;
import io.nocturne.nn.loss.Cosine;
import io.nocturne.nn.loss.CrossEntropy;
import io.nocturne.nn.loss.Multinomial;
import io.nocturne.nn.loss.Squared;
import io.nocturne.nn.loss.TargetLoss;
import io.nocturne.nn.parameter.BlockShape;
import io.nocturne.nn.parameter.RowsOf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Built networks have the given layers, and invalid combinations are rejected. */
class NetworkBuilderTest {
  private static NetworkBuilder encoder() {
    return Network.over(9).dense(5, Activation.TANH);
  }

  @Test
  void layersAreInTheOrderOfCalls() {
    Network network =
        Network.over(9)
            .corrupted(new Corruption(true, .1, .2, .3))
            .contractive(.4)
            .dense(List.of(8, 7), Activation.SELU)
            .dropout(.5)
            .gaussianCode(3, new Annealing(.6, 10))
            .sparse(.7)
            .dense(4, Activation.SWISH)
            .dropout(.8)
            .crossEntropy();
    assertEquals(new Corruption(true, .1, .2, .3), network.corruption());
    assertEquals(
        new ItemInput(9, 8, Activation.SELU, RowsOf.ITEMS, new Contraction(.4)), network.input());
    assertEquals(
        List.of(
            new Dense(8, 7, Activation.SELU),
            new Dropout(7, .5, 1),
            new Dense(7, 6, Activation.IDENTITY),
            new GaussianCode(3, new Annealing(.6, 10)),
            new SparseCode(3, .7),
            new Dense(3, 4, Activation.SWISH),
            new Dropout(4, .8, 6)),
        network.hidden());
    assertEquals(new ItemOutput(4, 9, new CrossEntropy()), network.output());
    assertEquals(4, network.codeLayer(), "the Gaussian is the code");
    assertFalse(network.hasPrior());
    assertSame(Procedure.PLAIN, network.procedure());
  }

  @Test
  void recVae() {
    Network network =
        Network.over(9)
            .denselyConnected(4, 5)
            .compositeCode(3, .01)
            .alternating(3, 1)
            .multinomial();
    assertEquals(new ItemInput(9, 4, Activation.IDENTITY), network.input());
    assertEquals(
        List.of(
            new DenselyConnected(4, 5),
            new Dense(4, 6, Activation.IDENTITY),
            new CompositeCode(3, .01)),
        network.hidden());
    assertTrue(network.hasPrior());
    assertEquals(Procedure.PLAIN.alternating(3, 1), network.procedure());
    int encoder = 9 * 4 + 4 + 4 * 23 + 5 * 8 + 4 * 6 + 6 - 4 * 3;
    assertEquals(encoder, FlatParameters.start(network, 4));
    assertEquals(encoder + 9 * 3 + 9, FlatParameters.start(network, 5));
    assertEquals(2 * encoder + 9 * 3 + 9, network.parameters());
  }

  @Test
  void endings() {
    assertTrue(((ItemOutput) encoder().multinomial().output()).loss() instanceof Multinomial);
    assertEquals(
        new ItemOutput(5, 9, new Squared(Activation.SIGMOID)),
        encoder().squared(Activation.SIGMOID).output());
    assertEquals(new ItemOutput(5, 9, new Cosine(false)), encoder().cosine().output());
    assertEquals(
        new TargetOutput(5, 9, Activation.TANH, TargetLoss.SQUARED, true),
        encoder().squaredObserved(Activation.TANH, true).output());
    Network tied = Network.over(9).tied(4);
    assertEquals(new TiedInput(9, 4, false), tied.input());
    assertEquals(new TiedOutput(4, 9, new Squared(Activation.IDENTITY), false), tied.output());
    assertEquals(36, tied.parameters());
    assertEquals(4, tied.codeWidth());
    Network elsa = Network.over(9).tiedResidual(4);
    assertEquals(new TiedInput(9, 4, true), elsa.input());
    assertEquals(new TiedOutput(4, 9, new Cosine(true), true), elsa.output());
  }

  @Test
  void zeroPenaltyAndDropoutAddNoLayers() {
    Network network =
        Network.over(9).contractive(0).dense(5, Activation.SWISH).dropout(0).multinomial();
    assertEquals(new ItemInput(9, 5, Activation.SWISH), network.input());
    assertEquals(List.of(), network.hidden());
  }

  private static String refusal(Class<? extends RuntimeException> as, Executable executable) {
    return assertThrows(as, executable).getMessage();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-.1, Double.NaN, Double.POSITIVE_INFINITY})
  void rejectsPenaltiesOutOfRange(double weight) {
    Class<IllegalArgumentException> as = IllegalArgumentException.class;
    assertEquals(
        "Invalid contraction: " + weight + " (expected a number, more than 0)",
        refusal(as, () -> Network.over(9).contractive(weight)));
    assertEquals(
        "Invalid sparsity: " + weight + " (expected a number, 0 or more)",
        refusal(as, () -> encoder().sparse(weight)));
    assertEquals(
        "Invalid gamma: " + weight + " (expected a number, 0 or more)",
        refusal(as, () -> encoder().compositeCode(3, weight)));
    assertEquals(
        "Invalid dropout: " + weight + " (expected 0 or more and less than 1)",
        refusal(as, () -> encoder().dropout(weight)));
    assertEquals(
        "Invalid gaussian: " + weight + " (expected a number, 0 or more)",
        refusal(as, () -> new Corruption(true, 0, 0, weight)));
    assertEquals(
        "Invalid salt: " + weight + " (expected a number, 0 or more)",
        refusal(as, () -> new Corruption(true, 0, weight, 0)));
  }

  @Test
  void rejectsSwishIfItsSlopeIsNeeded() {
    Class<IllegalArgumentException> as = IllegalArgumentException.class;
    String message = "Invalid activation of the output: swish (expected any other)";
    assertEquals(message, refusal(as, () -> encoder().squared(Activation.SWISH)));
    assertEquals(message, refusal(as, () -> encoder().squaredObserved(Activation.SWISH, false)));
    assertEquals(
        "Invalid activation of the layer that contracts: swish (expected any other)",
        refusal(as, () -> Network.over(9).contractive(1).dense(5, Activation.SWISH)));
  }

  @Test
  void rejectsSettingsThatWouldBeIgnored() {
    Class<IllegalStateException> as = IllegalStateException.class;
    assertEquals(
        "A contraction must be called before the first layer",
        refusal(as, () -> encoder().contractive(1)));
    assertEquals(
        "A layer with tied weights must be called before the first layer",
        refusal(as, () -> encoder().tied(3)));
    String message =
        "A layer with tied weights cannot be contractive, and cannot be combined with alternating"
            + " phases, negatives, users, re-feeding or frozen layers: remove them";
    assertEquals(message, refusal(as, () -> Network.over(9).contractive(1).tied(3)));
    for (NetworkBuilder builder :
        List.of(
            Network.over(9).alternating(1, 1),
            Network.over(9).negatives(2),
            Network.over(9).users(),
            Network.over(9).nextItems(1),
            Network.over(9).refeeding(),
            Network.over(9).frozen())) {
      assertEquals(message, refusal(as, () -> builder.tiedResidual(3)));
    }
  }

  private static NetworkBuilder sequence() {
    return Network.over(9).first(new ExponentialAverage(9, 5, .5));
  }

  @Test
  void sequences() {
    Network network =
        sequence().then(new Recurrent(5, 4)).code().dense(3, Activation.TANH).nextItems(2).cosine();
    assertEquals(new ExponentialAverage(9, 5, .5), network.input());
    assertEquals(List.of(new Recurrent(5, 4), new Dense(4, 3, Activation.TANH)), network.hidden());
    assertEquals(new NextItems(2), network.procedure().targets());
    assertEquals(4, network.codeWidth());
    assertFalse(network.isShallow(), "its Jacobian is not known");
    assertEquals(
        List.of(
            "encoder.weights [9 items x 5]",
            "hidden.1.weights [4 x 5]",
            "hidden.1.recurrent-weights [4 x 4]",
            "hidden.1.bias [4]",
            "hidden.2.weights [3 x 4]",
            "hidden.2.bias [3]",
            "decoder.weights [9 items x 3]",
            "decoder.bias [9 items]"),
        network.blocks().stream().map(BlockShape::toString).toList());
  }

  @Test
  void sequencesRequireTargets() {
    Class<IllegalStateException> as = IllegalStateException.class;
    assertEquals(
        "A first layer of sequences needs targets of sequences: call nextItems",
        refusal(as, () -> sequence().multinomial()));
    assertEquals(
        "A first layer of sequences needs targets of sequences: call nextItems",
        refusal(as, () -> sequence().nextItems(1).negatives(2).logisticTargets()));
    assertEquals(
        "Next items are targets of sequences: call first with a layer of sequences",
        refusal(as, () -> encoder().nextItems(1).multinomial()));
  }

  @Test
  void rejectsCorruptionOfSequences() {
    Class<IllegalStateException> as = IllegalStateException.class;
    for (Corruption by :
        List.of(
            new Corruption(true, .1),
            new Corruption(true, 0, .1, 0),
            new Corruption(true, 0, 0, .1))) {
      assertEquals(
          "A sequence cannot be corrupted, as its positions would move: remove corrupted",
          refusal(as, () -> sequence().corrupted(by).nextItems(1).multinomial()));
    }
    Corruption normalized = new Corruption(true, 0);
    assertEquals(
        normalized, sequence().corrupted(normalized).nextItems(1).multinomial().corruption());
    String message =
        "A sequence cannot be combined with vectors of users or re-feeding: remove one of them";
    assertEquals(message, refusal(as, () -> sequence().users().nextItems(1).multinomial()));
    assertEquals(
        message,
        refusal(
            as,
            () -> sequence().refeeding().nextItems(1).squaredObserved(Activation.IDENTITY, true)));
  }

  @Test
  void rejectsLayersThatDoNotFit() {
    Class<IllegalArgumentException> as = IllegalArgumentException.class;
    assertEquals(
        "Invalid network: Dense[inputs=4, outputs=3, activation=TANH] reads rows of 4 (expected 5,"
            + " the output of the layer before)",
        refusal(as, () -> encoder().then(new Dense(4, 3, Activation.TANH)).multinomial()));
    assertEquals(
        "Invalid network: the first layer reads 8 items (expected 9, as many as are scored)",
        refusal(
            as, () -> Network.over(9).first(new ItemInput(8, 5, Activation.TANH)).multinomial()));
    Class<IllegalStateException> order = IllegalStateException.class;
    assertEquals(
        "A hidden layer must be added after the first layer",
        refusal(order, () -> Network.over(9).then(new Dense(4, 3, Activation.TANH))));
    assertEquals(
        "A first layer must be called before the first layer",
        refusal(order, () -> encoder().first(new ItemInput(9, 5, Activation.TANH))));
    assertEquals(
        "A first layer of another kind has no contraction: remove contractive",
        refusal(
            order,
            () -> Network.over(9).contractive(1).first(new ItemInput(9, 5, Activation.TANH))));
  }
}
