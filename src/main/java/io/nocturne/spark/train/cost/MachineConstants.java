package io.nocturne.spark.train.cost;

/**
 * The speeds of a cluster, measured by {@link CostProbe}. Executors that share a machine slow each
 * other down: so it has the speed of one while the others are idle, and the speed while all
 * compute.
 *
 * @param alone the speed of an executor while the others are idle
 * @param together the speed of the slowest executor while all compute
 * @param broadcastGigabytes 1e9 bytes a second from the driver to the executors, each getting all
 * @param shuffleGigabytes 1e9 bytes a second from an executor through a shuffle, and on to the
 *     driver
 * @param overheadSeconds the seconds of an empty job of two stages
 */
public record MachineConstants(
    ComputeSpeed alone,
    ComputeSpeed together,
    double broadcastGigabytes,
    double shuffleGigabytes,
    double overheadSeconds) {}
