/**
 * Losses over the scores of all items, tile by tile, and of single targets. May import {@code
 * nn.batch} and {@code math}. Read first: {@link Loss}, then {@link Multinomial}.
 */
package io.nocturne.nn.loss;
