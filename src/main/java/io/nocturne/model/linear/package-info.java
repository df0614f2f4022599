/**
 * Models in closed form beyond one matrix of item weights: linear autoencoders with a given
 * spectrum. May import {@code model}, {@code nn.parameter} and {@code math}; only {@code
 * model.recipe} imports it. Read first: {@link NormalizedRows}, then {@link SpectralFilter}.
 */
package io.nocturne.model.linear;
