/**
 * Linear autoencoders in closed form: what they solve, and the models that come out. May import
 * {@code model}, {@code nn.parameter}, {@code math} and {@code math.linear}; only {@code
 * model.recipe} imports it. Read first: {@link io.nocturne.model.linear.RidgeInverse} and {@link
 * io.nocturne.model.linear.SymmetricWeights}; then {@link io.nocturne.model.linear.SparseFit} and
 * {@link io.nocturne.model.linear.SpectralFilter}.
 */
package io.nocturne.model.linear;
