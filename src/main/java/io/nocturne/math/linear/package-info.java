/**
 * Linear algebra of sparse rows: the products of pairs of items and columns that are solved from
 * them, and decompositions of large symmetric matrices that are known by their products. May import
 * {@code math}. Read first: {@link io.nocturne.math.linear.SparseGram} and {@link
 * io.nocturne.math.linear.LeadingEigenvectors}.
 */
package io.nocturne.math.linear;
