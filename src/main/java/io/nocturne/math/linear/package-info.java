/**
 * Decompositions of large symmetric matrices that are known by their products, and the products of
 * sparse rows that they need. May import {@code math}. Read first: {@link LeadingEigenvectors},
 * then {@link NormalProduct}.
 */
package io.nocturne.math.linear;
