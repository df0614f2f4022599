/**
 * Metrics of lists, of predicted ratings and of the catalogue, a class each, with their intervals.
 * May import {@code math}, {@code config}, {@code nn} and {@code model}. Read first: {@link
 * Metric}, {@link Evidence}, then {@code Metrics}.
 */
package io.nocturne.model.metric;
