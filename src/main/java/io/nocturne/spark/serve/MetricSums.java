package io.nocturne.spark.serve;

import io.nocturne.model.metric.Coverage;
import io.nocturne.model.metric.Estimate;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.PoissonBootstrap;
import io.nocturne.model.metric.RankingMetric;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The metrics of the users of one block, to be merged with those of the next. */
final class MetricSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final MetricList metrics;
  private final PoissonBootstrap means;
  private final List<Coverage> coverage;

  MetricSums(MetricList metrics, int items, long seed, int replicates) {
    this.metrics = metrics;
    int perUser = metrics.ranking().size();
    this.means = perUser == 0 ? null : new PoissonBootstrap(seed, perUser, replicates);
    // an ArrayList: Spark's Kryo cannot read the immutable lists of java.util
    this.coverage = new ArrayList<>(metrics.coverage(items));
  }

  MetricSums add(Iterator<MeasuredUser> users) {
    while (users.hasNext()) {
      MeasuredUser user = users.next();
      if (means != null) {
        means.add(user.row(), user.values());
      }
      coverage.forEach(c -> c.add(user.ranked(), user.ranked().length));
    }
    return this;
  }

  MetricSums merge(MetricSums next) {
    if (means != null) {
      means.merge(next.means);
    }
    for (int c = 0; c < coverage.size(); c++) {
      coverage.get(c).merge(next.coverage.get(c));
    }
    return this;
  }

  /** Rows of the metrics table. */
  List<Row> rows(String model, long users) {
    List<Row> rows = new ArrayList<>();
    int k = 0;
    for (RankingMetric metric : metrics.ranking()) {
      Estimate mean = means.estimate(k++);
      rows.add(
          RowFactory.create(model, metric.name(), mean.value(), mean.lower(), mean.upper(), users));
    }
    for (Coverage c : coverage) {
      rows.add(RowFactory.create(model, c.name(), c.value(), null, null, users));
    }
    return rows;
  }
}
