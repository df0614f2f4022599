package io.nocturne.research.faults;

/**
 * A task of a round of a training.
 *
 * @param stage Spark's number of its stage
 * @param number from 0 on
 * @param of how many tasks its stage has
 */
public record TaskOfRound(Fault.Part part, int round, int stage, int number, int of) {}
