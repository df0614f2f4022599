/**
 * Large symmetric matrices in single precision: their tiles, their inverse, products with them. May
 * import {@code math}. Read first: {@link SymmetricFloats} and {@link FloatCholesky}.
 */
package io.nocturne.math.linear;
