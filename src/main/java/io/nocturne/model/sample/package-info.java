/**
 * The built-in log: an invented service whose rows follow from a seed. May import {@code math}
 * only. Read first: {@link SampleLog}, then {@link SampleSettings}.
 */
package io.nocturne.model.sample;
