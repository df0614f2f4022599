/**
 * Closed forms of linear autoencoders, and item x item weights that are stored sparsely. May import
 * {@code model}, {@code nn.parameter} and {@code math}; imported by {@code model.recipe}. Read
 * first: {@link io.nocturne.model.linear.SparseFit} and {@link
 * io.nocturne.model.linear.SparseItemWeights}.
 */
package io.nocturne.model.linear;
