/**
 * Arrays: products of matrices, kernels over slices, optimizer steps, sparse rows, inverses, seeds
 * and the best N. May import {@code config}, but neither Spark nor {@code math.vector}, which is
 * loaded by name if the JVM has the Vector API. Read first: {@link Compute}, the means of
 * computation of a network, then {@link Kernels} and {@link Sgemm}.
 */
package io.nocturne.math;
