/**
 * Linear autoencoders in closed form: what they solve, and the models that come out. May import
 * {@code model}, {@code nn.parameter}, {@code math} and {@code math.linear}; imported by {@code
 * model.recipe}. Read first: {@link RidgeInverse}, then {@link SymmetricWeights}.
 */
package io.nocturne.model.linear;
