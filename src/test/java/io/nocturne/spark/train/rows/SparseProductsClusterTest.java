package io.nocturne.spark.train.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.Similarity;
import io.nocturne.math.linear.SolvedColumns;
import io.nocturne.math.linear.SparseGram;
import io.nocturne.model.LocalData;
import io.nocturne.model.RowProducts;
import io.nocturne.model.linear.SparseEase;
import io.nocturne.spark.train.RandomRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SparseProductsClusterTest {
  private static final int ITEMS = 300;
  private static final int USERS = 70;
  private static final List<Row> ROWS = RandomRows.random(3, USERS, ITEMS, .08);
  private static final Similarity SIMILARITY = new Similarity(.75, true);
  private static final GramRule RULE = new GramRule(.3, SIMILARITY, .05, 25);

  private static RowProducts local() {
    SparseRowsBuilder rows = SparseRows.builder(ITEMS);
    for (Row row : ROWS) {
      rows.add(row.<int[]>getAs(1), row.<float[]>getAs(2));
    }
    return LocalData.of(rows.build()).withThreads(2).products();
  }

  private static RowProducts cluster(int partitions) {
    return new ClusterProducts(new TrainingRows(RandomRows.rdd(ROWS, partitions), ITEMS, USERS));
  }

  private static float[] all(SparseGram gram) {
    float[] all = new float[ITEMS * ITEMS];
    gram.copy(IntStream.range(0, ITEMS).toArray(), all, new int[ITEMS]);
    return all;
  }

  @Test
  void hasTheBitsOfOneJvm() {
    RowProducts expected = local();
    RankedItems items = expected.rankedItems();
    SparseGram gram = expected.sparseGram(items, RULE, 0);
    SparseRows weights =
        SolvedColumns.matrix(
            expected.columns(gram, new SparseEase(2, SIMILARITY), share -> {}), items);
    for (int partitions : new int[] {1, 3}) {
      RowProducts products = cluster(partitions);
      RankedItems ranked = products.rankedItems();
      for (int rank = 0; rank < ITEMS; rank++) {
        assertEquals(items.item(rank), ranked.item(rank));
        assertEquals(items.sum(rank), ranked.sum(rank));
        assertEquals(items.square(rank), ranked.square(rank));
      }
      SparseGram made = products.sparseGram(ranked, RULE, partitions * 1e8);
      assertArrayEquals(all(gram), all(made));
      List<Double> shares = new ArrayList<>();
      SparseRows solved =
          SolvedColumns.matrix(
              products.columns(made, new SparseEase(2, SIMILARITY), shares::add), ranked);
      assertEquals(weights, solved);
      assertEquals(1, shares.get(shares.size() - 1));
    }
  }

  @Test
  void surveysAndLengthsAreTheSame() {
    RowProducts expected = local();
    RowProducts products = cluster(3);
    RankedItems items = expected.rankedItems();
    double least = expected.survey(items, RULE).least(3000);
    assertEquals(least, products.survey(items, RULE).least(3000));
    assertEquals(expected.survey(items, RULE).pairs(1), products.survey(items, RULE).pairs(1));
    assertEquals(expected.lengths().squares(), products.lengths().squares());
    assertEquals(expected.upTo(24).lengths().entries(), products.upTo(24).lengths().entries());
    assertEquals(
        expected.upTo(24).sparseGram(items, RULE, 0).pairs(),
        products.upTo(24).sparseGram(items, RULE, 0).pairs());
  }
}
