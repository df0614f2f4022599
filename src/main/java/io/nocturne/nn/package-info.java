/**
 * Networks: how layers become a network, how a step changes it, and how one worker trains it on its
 * shard. May import {@code config}, {@code math} and its rooms ({@code parameter}, {@code optim},
 * {@code batch}, {@code loss}, {@code layer}), which do not import it. Read first: {@link Network},
 * {@link Worker}, then {@code GradientStep}.
 */
package io.nocturne.nn;
