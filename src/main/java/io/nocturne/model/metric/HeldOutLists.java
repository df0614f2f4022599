package io.nocturne.model.metric;

import io.nocturne.model.History;
import io.nocturne.model.Popularity;
import io.nocturne.model.RankedList;
import io.nocturne.model.Ranker;
import io.nocturne.model.Recipe;
import io.nocturne.model.Recommender;
import io.nocturne.model.Validation;
import io.nocturne.nn.parameter.Parameters;
import java.util.Arrays;
import java.util.List;

/**
 * Users with held-out items, whose lists measure a model in this JVM. Users without any held-out
 * item do not count.
 */
public final class HeldOutLists {
  private final RankingMetric metric;
  private final Popularity popularity;
  private final int items;
  private final List<History> known;
  private final List<int[]> heldOut;

  /**
   * Held-out users and the metric of their lists.
   *
   * @param metric one of a user's list, such as {@code ndcg@100}
   * @param popularity the number of training users who have each item, [items]: what ranks for an
   *     empty history
   * @param known what a model is given of each user; these items are not in the list
   * @param heldOut the items that each list is measured by
   */
  public HeldOutLists(String metric, float[] popularity, List<History> known, List<int[]> heldOut) {
    if (known.size() != heldOut.size()) {
      throw new IllegalArgumentException(
          "Invalid number of held-out users: %d (expected %d, one for each history)"
              .formatted(heldOut.size(), known.size()));
    }
    if (heldOut.stream().allMatch(items -> items.length == 0)) {
      throw new IllegalArgumentException(
          "Invalid held-out items: none of %d users has any (expected some, which the metric measures)"
              .formatted(heldOut.size()));
    }
    this.metric = ofLists(metric);
    this.items = popularity.length;
    this.popularity = new Popularity(popularity.clone());
    this.known = List.copyOf(known);
    this.heldOut = heldOut.stream().map(items -> Arrays.stream(items).sorted().toArray()).toList();
  }

  private static RankingMetric ofLists(String name) {
    if (MetricList.parse(List.of(name)).all().get(0) instanceof RankingMetric ranking) {
      return ranking;
    }
    throw new IllegalArgumentException(
        "Invalid metric: " + name + " (expected one of a user's list, such as ndcg@100)");
  }

  /** The mean of the metric over the users. */
  public double mean(Recommender model) {
    Ranker ranker = new Ranker(model, popularity, metric.cutoff());
    double sum = 0;
    int measured = 0;
    for (int from = 0; from < known.size(); from += ranker.batch()) {
      int to = Math.min(known.size(), from + ranker.batch());
      List<History> histories = known.subList(from, to);
      List<RankedList> lists =
          ranker.rank(histories, histories.stream().map(History::items).toList());
      for (int user = from; user < to; user++) {
        int[] ranked = lists.get(user - from).items();
        if (heldOut.get(user).length > 0) {
          sum += metric.of(new Evidence(user, ranked, heldOut.get(user)), popularity);
          measured++;
        }
      }
    }
    return sum / measured;
  }

  /** Measures the models of a recipe in training. */
  public Validation validation(Recipe recipe) {
    return new Validation() {
      @Override
      public String metric() {
        return metric.name();
      }

      @Override
      public double measure(Parameters parameters) {
        return mean(recipe.open(items, parameters));
      }
    };
  }
}
