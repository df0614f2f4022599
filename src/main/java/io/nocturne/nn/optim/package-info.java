/**
 * How parameters follow their gradients: optimizers, learning rates and schedules, and what becomes
 * of both when several workers are averaged. May import {@code nn.parameter} and {@code math}. Read
 * first: {@link Optimizer}, then {@link OptimizerKind}.
 */
package io.nocturne.nn.optim;
