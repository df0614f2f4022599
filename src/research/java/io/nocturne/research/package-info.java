/**
 * Experiments to judge changes of the code by: accuracy of averaging, time of rounds and
 * inversions, and the linear autoencoder compared with its optimum. May import anything of {@code
 * src/main}, which does not depend on it. Read first: {@code io.nocturne.jobs.Experiment}, which
 * lists them.
 */
package io.nocturne.research;
