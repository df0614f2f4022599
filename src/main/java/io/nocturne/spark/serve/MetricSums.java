package io.nocturne.spark.serve;

import io.nocturne.model.Popularity;
import io.nocturne.model.metric.Estimate;
import io.nocturne.model.metric.Metric;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.MetricSum;
import io.nocturne.model.metric.PoissonBootstrap;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The metrics of the users of one block, to be merged with those of the next. */
final class MetricSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** In the order of the metrics. An ArrayList: Spark's Kryo cannot read immutable lists. */
  private final ArrayList<MetricSum> sums = new ArrayList<>();

  private MetricSums() {}

  /** The sums over the users of a block. */
  static MetricSums of(
      Iterator<MeasuredUser> users,
      MetricList metrics,
      Popularity popularity,
      PoissonBootstrap bootstrap) {
    MetricSums block = new MetricSums();
    for (Metric metric : metrics.all()) {
      block.sums.add(metric.sum(popularity, bootstrap));
    }
    while (users.hasNext()) {
      MeasuredUser user = users.next();
      for (MetricSum sum : block.sums) {
        sum.add(user.evidence(), popularity);
      }
    }
    return block;
  }

  MetricSums merge(MetricSums next) {
    for (int m = 0; m < sums.size(); m++) {
      sums.get(m).merge(next.sums.get(m));
    }
    return this;
  }

  /** Rows of the metrics table; each says how many users it is about, and none is about nobody. */
  List<Row> rows(String model, MetricList metrics) {
    List<Row> rows = new ArrayList<>();
    for (int m = 0; m < sums.size(); m++) {
      if (sums.get(m).users() > 0) {
        rows.add(row(model, metrics.all().get(m), sums.get(m)));
      }
    }
    return rows;
  }

  private static Row row(String model, Metric metric, MetricSum sum) {
    Estimate estimate = sum.estimate();
    return RowFactory.create(
        model,
        metric.name(),
        estimate.value(),
        estimate.hasInterval() ? estimate.lower() : null,
        estimate.hasInterval() ? estimate.upper() : null,
        sum.users());
  }
}
