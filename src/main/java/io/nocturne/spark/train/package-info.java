/**
 * Trains a recipe on a cluster: from histories to parameters, round by round. May import its rooms
 * ({@code rows}, {@code round}, {@code state}, {@code checkpoint}, {@code cluster}, {@code cost}),
 * which do not import it, {@code spark.store}, {@code model} and what is below. Read first: {@link
 * Training}, then {@code ClusterData} and {@code Trainer}.
 */
package io.nocturne.spark.train;
