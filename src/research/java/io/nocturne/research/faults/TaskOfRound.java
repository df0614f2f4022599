package io.nocturne.research.faults;

/**
 * A task of a round of a training.
 *
 * @param stage Spark's identifier of the stage
 * @param number of the task in its stage, from 0
 * @param tasks number of tasks of the stage
 */
public record TaskOfRound(Fault.Part part, int round, int stage, int number, int tasks) {}
