package io.nocturne.spark.serve;

import io.nocturne.model.metric.Coverage;
import io.nocturne.model.metric.Estimate;
import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.PoissonBootstrap;
import io.nocturne.model.metric.RankingMetric;
import io.nocturne.model.metric.RatingMetric;
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

  /** Null where no metric is one of a user's list. */
  private final PoissonBootstrap means;

  /** Null where no metric is one of ratings. */
  private final PoissonBootstrap errors;

  private final List<Coverage> coverage;
  private long ranked;

  MetricSums(MetricList metrics, int items, long seed, int replicates) {
    this.metrics = metrics;
    int perUser = metrics.ranking().size();
    this.means = perUser == 0 ? null : new PoissonBootstrap(seed, perUser, replicates);
    int sums = metrics.rating().size() + 1; // and how many ratings there are
    this.errors = metrics.hasRatings() ? new PoissonBootstrap(seed, sums, replicates) : null;
    // an ArrayList: Spark's Kryo cannot read the immutable lists of java.util
    this.coverage = new ArrayList<>(metrics.coverage(items));
  }

  MetricSums add(Iterator<MeasuredUser> users) {
    while (users.hasNext()) {
      MeasuredUser user = users.next();
      if (user.isRanked()) {
        addList(user);
      }
      if (errors != null) {
        errors.add(user.row(), user.errors());
      }
    }
    return this;
  }

  private void addList(MeasuredUser user) {
    ranked++;
    if (means != null) {
      means.add(user.row(), user.values());
    }
    coverage.forEach(c -> c.add(user.ranked(), user.ranked().length));
  }

  MetricSums merge(MetricSums next) {
    ranked += next.ranked;
    if (means != null) {
      means.merge(next.means);
    }
    if (errors != null) {
      errors.merge(next.errors);
    }
    for (int c = 0; c < coverage.size(); c++) {
      coverage.get(c).merge(next.coverage.get(c));
    }
    return this;
  }

  /** Rows of the metrics table; each says how many users it is about, and none is about nobody. */
  List<Row> rows(String model) {
    List<Row> rows = new ArrayList<>();
    for (int m = 0; ranked > 0 && m < metrics.ranking().size(); m++) {
      RankingMetric metric = metrics.ranking().get(m);
      rows.add(row(model, metric.name(), means.estimate(m), ranked));
    }
    int count = metrics.rating().size();
    for (int m = 0; m < count; m++) {
      RatingMetric metric = metrics.rating().get(m);
      Estimate error = errors.ratio(m, count, metric::of);
      rows.add(row(model, metric.label(), error, errors.users()));
    }
    for (int c = 0; ranked > 0 && c < coverage.size(); c++) {
      Coverage shown = coverage.get(c);
      rows.add(RowFactory.create(model, shown.name(), shown.value(), null, null, ranked));
    }
    return rows;
  }

  private static Row row(String model, String metric, Estimate estimate, long users) {
    return RowFactory.create(
        model, metric, estimate.value(), estimate.lower(), estimate.upper(), users);
  }
}
