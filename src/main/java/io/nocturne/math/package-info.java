/**
 * Arrays: products of matrices, kernels over slices, optimizer steps, sparse rows, inverses, seeds
 * and the best N. May import {@code config}, no Spark, and not {@code math.vector}, which is loaded
 * by name where the JVM has the Vector API. Read first: {@link Compute}, what a network computes
 * with, then {@link Kernels} and {@link Sgemm}.
 */
package io.nocturne.math;
