package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.metric.MetricList;
import io.nocturne.model.metric.Ndcg;
import io.nocturne.model.metric.Rmse;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static Row row(String model, String metric, double value, double lower, double upper) {
    return RowFactory.create(model, metric, value, lower, upper, 750L);
  }

  private static List<Row> rows(double model, double ease) {
    return List.of(
        row("dae", "recall@20", .9, .9, .9),
        row("dae", "ndcg@100", model, model - .01, model + .01),
        row("ease", "ndcg@100", ease, ease - .01, ease + .01),
        row("popularity", "ndcg@100", .2, .19, .21));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".4014 | .4119 | dae's ndcg@100 0.4014 is below ease's 0.4119 (2.5 % lower): consider train.recipe=ease",
        ".2050 | .1    | dae's ndcg@100 0.2050 is within the 95 % interval of popularity's 0.2000 [0.1900, 0.2100]: train longer (train.epochs, train.patience), or consider another train.recipe",
        ".21   | .1    | dae's ndcg@100 0.2100 is within the 95 % interval of popularity's 0.2000 [0.1900, 0.2100]: train longer (train.epochs, train.patience), or consider another train.recipe",
        ".19   | .4    | dae's ndcg@100 0.1900 is within the 95 % interval of popularity's 0.2000 [0.1900, 0.2100], and is below ease's 0.4000 (52.5 % lower): consider train.recipe=ease",
        ".15   | .4    | dae's ndcg@100 0.1500 is below popularity's 0.2000 (25.0 % lower), and is below ease's 0.4000 (62.5 % lower): consider train.recipe=ease",
      })
  void warnsIfTheModelIsNotBetter(double model, double ease, String sentence) {
    assertEquals(
        Optional.of(sentence), new Comparison(new Ndcg(100)).sentence("dae", rows(model, ease)));
  }

  @ParameterizedTest
  @CsvSource({".2101, .2101", ".41, .4"})
  void saysNothingIfTheModelIsAsGoodOrBetter(double model, double ease) {
    assertEquals(
        Optional.empty(), new Comparison(new Ndcg(100)).sentence("dae", rows(model, ease)));
  }

  @Test
  void lowerErrorsAreBetter() {
    List<Row> rows = List.of(row("a", "rmse", .91, .9, .92), row("b", "rmse", .85, .84, .86));
    Comparison comparison = new Comparison(new Rmse());
    assertEquals(
        Optional.of("a's rmse 0.9100 is above b's 0.8500 (7.1 % higher): consider train.recipe=b"),
        comparison.sentence("a", rows));
    assertEquals(Optional.empty(), comparison.sentence("b", rows));
  }

  @Test
  void namesTheBestBaseline() {
    List<Row> rows =
        List.of(
            row("dae", "ndcg@100", .3, .3, .3),
            row("a", "ndcg@100", .4, .4, .4),
            row("b", "ndcg@100", .5, .5, .5),
            row("c", "ndcg@100", .2, .2, .2));
    String warning = new Comparison(new Ndcg(100)).sentence("dae", rows).orElseThrow();
    assertTrue(warning.contains("below b's 0.5000"), warning);
  }

  /** Popularity is not compared with itself, and an unmeasured model with nothing. */
  @Test
  void doesNotCompareAModelWithItself() {
    Comparison comparison = new Comparison(new Ndcg(100));
    assertTrue(comparison.sentence("popularity", rows(.1, .1)).isEmpty());
    assertTrue(comparison.sentence("elsa", rows(.1, .1)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "ndcg@100, ndcg@100",
    "'', recall@20",
  })
  void comparesByTheGatesMetricOrTheFirst(String gate, String expected) {
    MetricList metrics = MetricList.parse(List.of("coverage@5", "recall@20", "ndcg@100"));
    Comparison comparison = Comparison.of(metrics.find(gate), metrics).orElseThrow();
    List<Row> rows = List.of(row("a", expected, .1, .1, .1), row("b", expected, .2, .2, .2));
    assertTrue(comparison.sentence("a", rows).isPresent());
    assertTrue(Comparison.of(Optional.empty(), MetricList.parse(List.of("coverage@5"))).isEmpty());
  }
}
