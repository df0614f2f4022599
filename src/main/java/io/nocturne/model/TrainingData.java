package io.nocturne.model;

import io.nocturne.math.SymmetricTiles;
import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Parameters;
import java.util.function.Consumer;

/**
 * What a recipe may ask of the training rows, wherever they lie; and whom it tells its progress.
 */
public interface TrainingData {

  /** How many items there are, the columns of every row. */
  int items();

  /** How many users have each item, [items]. */
  float[] itemCounts();

  /** X'X of the rows X [users x items]; a new one at each call. */
  SymmetricTiles gram();

  /** How many training users there are. */
  int users();

  /** Trains a network by gradient descent, from its initial parameters. */
  Parameters descend(Descent descent);

  /** The codes of all rows of that side, [rows x code width]. */
  float[] codes(Side side, Network network, Parameters parameters);

  /** What a network begins with that is given no initial parameters. */
  Parameters initial(Network network);

  /** How many threads may compute. */
  int threads();

  /** Is told how far the recipe is. */
  Consumer<String> progress();

  /**
   * Refuses what would not fit, before it starts.
   *
   * @param bytes what the recipe needs at its peak
   * @param remedy which setting lowers it
   */
  void requireMemory(long bytes, String remedy);
}
