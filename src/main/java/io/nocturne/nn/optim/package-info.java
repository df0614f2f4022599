/**
 * How parameters follow their gradients: optimizers, learning rates and schedules, and what becomes
 * of both when several workers are averaged. May import {@code nn.parameter}, {@code math} and
 * {@code config}. Read first: {@link Optimizer}, then {@link OptimizerKind}.
 */
package io.nocturne.nn.optim;
