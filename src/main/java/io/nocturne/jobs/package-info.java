/**
 * The commands: a job from its arguments to its exit status, a step for each of its parts. May
 * import everything below, and its rooms ({@code settings}, {@code bench}), which do not import it.
 * Read first: {@link Command}, {@code Job}, then one step such as {@code TrainStep}.
 */
package io.nocturne.jobs;
