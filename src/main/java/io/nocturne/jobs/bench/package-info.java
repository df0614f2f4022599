/**
 * How fast this machine multiplies and trains. May import {@code nn} and {@code math}: it needs no
 * Spark. Read first: {@link Benchmarks}.
 */
package io.nocturne.jobs.bench;
