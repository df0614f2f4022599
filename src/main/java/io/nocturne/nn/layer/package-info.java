/**
 * What networks are made of: first layers, hidden layers, and last layers with their loss; none of
 * them holds a number. May import the other rooms of {@code nn} ({@code parameter}, {@code optim},
 * {@code batch}, {@code loss}) and {@code math}, but not {@code nn} itself: no layer knows the
 * network around it. Read first: {@link Layer}, {@link Pass} and {@link Dense}.
 */
package io.nocturne.nn.layer;
