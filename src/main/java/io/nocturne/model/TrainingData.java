package io.nocturne.model;

import io.nocturne.nn.Network;
import io.nocturne.nn.parameter.Parameters;
import java.util.function.Consumer;

/**
 * Access of a recipe to the training rows, wherever they are stored, and to a listener for progress
 * messages.
 */
public interface TrainingData {

  /** The number of items: the columns of every row. */
  int items();

  /** The number of users who have each item, [items]. */
  float[] itemCounts();

  /** The sum of the weights of each item, [items]. */
  float[] itemSums();

  /** Products over the rows, for closed forms. */
  RowProducts products();

  /** The number of training users. */
  int users();

  /** Trains a network by gradient descent, from its initial parameters. */
  Parameters descend(Descent descent);

  /** The codes of all rows of that side, [rows x code width]. */
  float[] codes(Side side, Network network, Parameters parameters);

  /** The random initial parameters of a network. */
  Parameters initial(Network network);

  /** The number of threads to compute with. */
  int threads();

  /** The listener for progress messages. */
  Consumer<String> progress();

  /** The bytes of this JVM's heap, which {@link #requireMemory} compares with. */
  default long memory() {
    return Runtime.getRuntime().maxMemory();
  }

  /**
   * Checks that a computation fits into memory, before it starts.
   *
   * @param bytes what the recipe needs at its peak
   * @param remedy which setting lowers it
   */
  void requireMemory(long bytes, String remedy);
}
