/**
 * How fast this machine multiplies, trains and looks up codes. May import {@code model.index} and
 * what is below it: it needs no Spark. Read first: {@link Benchmarks}.
 */
package io.nocturne.jobs.bench;
