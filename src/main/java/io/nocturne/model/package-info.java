/**
 * What a recipe is, what trained models can do (score, encode, generate, rank), and training in one
 * JVM. May import {@code nn} and what is below it, and {@code model.metric}; no Spark. Read first:
 * {@link Recipe}, {@link Recommender} and {@link LocalData}.
 */
package io.nocturne.model;
