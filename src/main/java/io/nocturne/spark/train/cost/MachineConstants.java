package io.nocturne.spark.train.cost;

/**
 * What a cluster can do, measured by {@link CostProbe}. Executors that share a machine slow each
 * other down: so there is the speed of one while the others rest, and that while all compute.
 *
 * @param alone of an executor while the others rest
 * @param together of the slowest executor while all compute
 * @param broadcastGigabytes 1e9 bytes a second from the driver to the executors, each getting all
 * @param shuffleGigabytes 1e9 bytes a second from an executor through a shuffle, and on to the
 *     driver
 * @param overheadSeconds of a job of two stages that does nothing
 */
public record MachineConstants(
    ComputeSpeed alone,
    ComputeSpeed together,
    double broadcastGigabytes,
    double shuffleGigabytes,
    double overheadSeconds) {}
