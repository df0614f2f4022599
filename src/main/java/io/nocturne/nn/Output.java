package io.nocturne.nn;

import java.io.Serializable;

/** The last layer with its loss: it scores items. Its parameters are the last ones. */
interface Output extends Serializable {
  /** Width of a row that comes in. */
  int inputs();

  /** How many items there are. */
  int items();

  /** How many parameters it has. */
  long parameters();

  /** Adds the rows of its parameters, in their order. */
  void addRows(ParameterRows rows);

  /** Draws its initial parameters, from {@code at} on. */
  void initialize(Initializer initializer, int at);

  /**
   * Sets its biases to the log-odds of the items' frequencies, if its loss is a logistic one: its
   * gradients would else first have to bring every item down from a probability of a half.
   *
   * @param negatives how many items are drawn for each target of a row that it does not have
   */
  default void startAtFrequencies(
      ItemFrequencies frequencies, double negatives, float[] theta, int at) {}

  /** Whether its loss is the multinomial one, over all items or over candidates. */
  boolean isMultinomial();

  /** The largest weight of an interaction that its loss is one of. */
  float mostWeight();

  /** Writes the scores of all items, [rows x items]. */
  void score(Pass pass, int at, Batch batch, float[] hidden, float[] scores);

  /** Takes the scores of a batch and returns its mean loss. */
  double forward(Pass pass, int at, Batch batch, float[] hidden);

  /**
   * The same layer under the loss of predictions that are fed again.
   *
   * @throws IllegalStateException if there is none
   */
  default Output refed() {
    throw new IllegalStateException("Nothing is fed again to " + this);
  }

  /** Writes the gradient by {@code hidden} and hands that of the parameters to the optimizer. */
  void backward(Pass pass, int at, Batch batch, float[] hidden, float[] hiddenGradient);
}
