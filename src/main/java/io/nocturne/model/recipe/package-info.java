/**
 * The recipes by their names, a class each. May import {@code model}, {@code nn} and what is below;
 * a recipe knows neither metrics nor Spark. Read first: {@link Recipes}, then {@code MultVae}.
 */
package io.nocturne.model.recipe;
