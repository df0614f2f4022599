/**
 * Linear algebra for large catalogues: symmetric matrices in single precision and their inverse,
 * the products of pairs of items and columns that are solved from them, and decompositions of
 * matrices that are known by their products. May import {@code math}. Read first: {@link
 * io.nocturne.math.linear.SymmetricFloats}, {@link io.nocturne.math.linear.SparseGram} and {@link
 * io.nocturne.math.linear.LeadingEigenvectors}.
 */
package io.nocturne.math.linear;
