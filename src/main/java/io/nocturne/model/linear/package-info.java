/**
 * Closed forms of linear autoencoders: item x item weights that are stored sparsely, and models
 * with a given spectrum. May import {@code model}, {@code nn.parameter} and {@code math}; only
 * {@code model.recipe} imports it. Read first: {@link io.nocturne.model.linear.SparseFit} and
 * {@link io.nocturne.model.linear.SpectralFilter}.
 */
package io.nocturne.model.linear;
