/**
 * Sparse matrix work of linear autoencoders: the products of pairs of items, and columns that are
 * solved from them. May import {@code math}. Read first: {@link
 * io.nocturne.math.linear.SparseGram}, then {@link io.nocturne.math.linear.GramRows}.
 */
package io.nocturne.math.linear;
