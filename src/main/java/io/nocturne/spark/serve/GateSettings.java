package io.nocturne.spark.serve;

import io.nocturne.model.metric.Metric;
import java.util.Optional;

/** The limits of {@link Gate}, each a share; without a metric, no metrics are compared. */
public record GateSettings(
    Optional<Metric> metric,
    double maxBelowPopularity,
    double maxDrop,
    double maxShrink,
    double maxEmptyLists,
    double maxIdenticalLists) {}
