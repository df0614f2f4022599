/**
 * A configuration in the types that each step takes. May import every package below {@code jobs},
 * and {@code jobs.bench} for the names of the benchmarks. Read first: {@link Settings}, then {@link
 * TrainKeys}.
 */
package io.nocturne.jobs.settings;
