/**
 * {@link io.nocturne.math.Kernels} and {@link io.nocturne.math.Sgemm} in the incubating Vector API,
 * with the same results as the scalar kernels. The only package that may import {@code
 * jdk.incubator}; it imports {@code math} and is compiled after it; no package imports it. Read
 * first: {@link VectorSgemm}.
 */
package io.nocturne.math.vector;
