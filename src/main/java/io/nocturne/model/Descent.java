package io.nocturne.model;

import io.nocturne.nn.Network;
import java.util.function.UnaryOperator;

/**
 * A training of a network by gradient descent.
 *
 * @param side what the rows are; the network is over the columns
 * @param finish makes the model's parameters of the network's: before each validation and at the
 *     end
 */
public record Descent(Network network, Side side, UnaryOperator<Parameters> finish) {
  /** On the users' histories; the model's parameters are the network's. */
  public static Descent of(Network network) {
    return new Descent(network, Side.USERS, UnaryOperator.identity());
  }
}
