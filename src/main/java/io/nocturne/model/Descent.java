package io.nocturne.model;

import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Parameters;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A training of a network by gradient descent.
 *
 * @param side what the rows are; the network is over the columns
 * @param finish makes the model's parameters of the network's: before each validation and at the
 *     end
 * @param initial the initial parameters; empty for random ones
 * @param stage the name of a training that comes before the last one; empty for that. Only the last
 *     one is measured by the validation
 * @param epochs the number of epochs of a stage; empty for that of the plan
 */
public record Descent(
    Network network,
    Side side,
    UnaryOperator<Parameters> finish,
    Optional<Parameters> initial,
    Optional<String> stage,
    OptionalInt epochs) {
  /** A training on the rows of a side, from random parameters. */
  public Descent(Network network, Side side, UnaryOperator<Parameters> finish) {
    this(network, side, finish, Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  /** A training on users' histories; the model's parameters are the network's. */
  public static Descent of(Network network) {
    return new Descent(network, Side.USERS, UnaryOperator.identity());
  }

  /** The same, starting from these parameters. */
  public Descent from(Parameters parameters) {
    return new Descent(network, side, finish, Optional.of(parameters), stage, epochs);
  }

  /** The same as a stage before the last one. */
  public Descent stage(String name, int count) {
    return new Descent(network, side, finish, initial, Optional.of(name), OptionalInt.of(count));
  }
}
