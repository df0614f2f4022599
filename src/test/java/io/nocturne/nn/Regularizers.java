package io.nocturne.nn;

import io.nocturne.nn.batch.Corruption;
import java.util.function.UnaryOperator;

/** Every penalty and every noise that a network can have. */
enum Regularizers {
  NONE(before -> before, after -> after),
  CONTRACTIVE(before -> before.contractive(.3), after -> after),
  SPARSE(before -> before, after -> after.sparse(.2)),
  LAYER_DROPOUT(before -> before, after -> after.dropout(.4)),
  ITEM_DROPOUT(before -> before.corrupted(new Corruption(true, .4)), after -> after),
  SALT(before -> before.corrupted(new Corruption(false, 0, .2, 0)), after -> after),
  GAUSSIAN_NOISE(before -> before.corrupted(new Corruption(true, 0, 0, .2)), after -> after),
  ALL(
      before -> before.corrupted(new Corruption(true, .2, .1, .1)).contractive(.3),
      after -> after.sparse(.2).dropout(.4));

  private final UnaryOperator<NetworkBuilder> before;
  private final UnaryOperator<NetworkBuilder> after;

  Regularizers(UnaryOperator<NetworkBuilder> before, UnaryOperator<NetworkBuilder> after) {
    this.before = before;
    this.after = after;
  }

  /** A network with this regularizer, a code and a loss. */
  Network network(int items, Codes code, Endings ending) {
    return ending.of(after.apply(code.in(before.apply(Network.over(items)))));
  }

  /** Whether the first layer has a penalty, which requires a slope by its output. */
  boolean contracts() {
    return this == CONTRACTIVE || this == ALL;
  }
}
