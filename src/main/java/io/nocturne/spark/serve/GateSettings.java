package io.nocturne.spark.serve;

/** The limits of {@link Gate}, each a share; {@code metric} is empty for none. */
public record GateSettings(
    String metric,
    double maxBelowPopularity,
    double maxDrop,
    double maxShrink,
    double maxEmptyLists,
    double maxIdenticalLists) {}
