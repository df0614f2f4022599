package io.nocturne.model;

import io.nocturne.nn.parameter.Parameters;

/**
 * A kind of model with its hyper-parameters: how it learns, and how what it has learnt is opened.
 * {@link io.nocturne.model.recipe.Recipes} makes one from its name and options.
 */
public interface Recipe {

  /** The name, such as {@code ease}: what configurations, stored models and metrics call it. */
  String name();

  /** All hyper-parameters; with the name they make the same recipe again. */
  Options options();

  /**
   * Whether it is solved in one go, without gradient descent: quick enough to be trained once more
   * beside another model, to compare.
   */
  default boolean isClosedForm() {
    return true;
  }

  /**
   * Whether the scores of its recommender are ratings, in the unit of the training weights: then
   * {@code rmse} and {@code mae} may be asked for.
   */
  default boolean predictsRatings() {
    return false;
  }

  /**
   * Whether its loss is the multinomial likelihood of the items, which a sampled softmax can stand
   * in for.
   */
  default boolean isMultinomial() {
    return false;
  }

  /** Whether its recommender is a {@link Generator}. */
  default boolean isGenerative() {
    return false;
  }

  /** Trains on the training rows. */
  Parameters fit(TrainingData data);

  /** The model that these parameters are, over so many items. */
  Recommender open(int items, Parameters parameters);

  /** Trains on the training rows and opens the model. */
  default Recommender train(TrainingData data) {
    return open(data.items(), fit(data));
  }
}
