package io.nocturne.model;

import io.nocturne.nn.parameter.Parameters;
import java.util.Set;

/**
 * A kind of model with its hyper-parameters: how it is trained, and how its parameters are opened
 * as a model. {@link io.nocturne.model.recipe.Recipes} makes one from its name and options.
 */
public interface Recipe {

  /** The name, such as {@code ease}: what configurations, stored models and metrics call it. */
  String name();

  /** All hyper-parameters; name and hyper-parameters define the recipe. */
  Options options();

  /** The recipes whose settings decide what {@link #fit} trains, by name: itself, and stand-ins. */
  default Set<String> settings() {
    return Set.of(name());
  }

  /**
   * Whether it is solved in closed form, without gradient descent: fast enough to serve as a
   * baseline for other models.
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

  /** Whether its recommender is an {@link Encoder}. */
  default boolean hasCodes() {
    return !isClosedForm();
  }

  /** Whether its recommender is a {@link Generator}. */
  default boolean isGenerative() {
    return false;
  }

  /** Trains on the training rows. */
  Parameters fit(TrainingData data);

  /** Opens parameters over this number of items as a model. */
  Recommender open(int items, Parameters parameters);

  /** Trains on the training rows and opens the model. */
  default Recommender train(TrainingData data) {
    return open(data.items(), fit(data));
  }
}
