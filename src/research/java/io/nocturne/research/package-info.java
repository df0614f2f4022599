/**
 * Experiments whose figures changes of the code are judged by: accuracy of averaging, seconds of
 * rounds and inversions, and the linear autoencoder next to its optimum. Imports anything of {@code
 * src/main}, which knows nothing of it. Read first: {@code io.nocturne.jobs.Experiment}, which
 * lists them.
 */
package io.nocturne.research;
