/**
 * Named blocks of parameters, at rest and in memory, their initial values, and the phases that
 * train them. May import {@code math} only; everything else in {@code nn} but {@code batch} and
 * {@code loss} stands on it. Read first: {@link BlockShape}, then {@link Parameters}.
 */
package io.nocturne.nn.parameter;
