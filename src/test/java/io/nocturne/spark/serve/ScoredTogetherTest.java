package io.nocturne.spark.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ScoredTogetherTest {
  /** Blocks of 10 numbers. */
  private static JavaRDD<Integer> blocks(int count) {
    return JavaSparkContext.fromSparkContext(SparkSession.builder().getOrCreate().sparkContext())
        .parallelize(IntStream.range(0, 10 * count).boxed().toList(), count);
  }

  @Test
  void consecutiveBlocksAreJoined() {
    List<List<Integer>> joined = ScoredTogether.of(blocks(14), 2_000, 6_500).glom().collect();
    assertEquals(5, joined.size(), "three blocks each, and the last two");
    assertEquals(IntStream.range(0, 30).boxed().toList(), joined.get(0));
    assertEquals(IntStream.range(120, 140).boxed().toList(), joined.get(4));
  }

  @Test
  void fourTasksAreLeft() {
    assertEquals(4, ScoredTogether.of(blocks(8), 10, 16_384).getNumPartitions());
    assertEquals(7, ScoredTogether.of(blocks(7), 10, 16_384).getNumPartitions());
  }

  @Test
  void blocksStayForModelsThatDoNotAsk() {
    JavaRDD<Integer> blocks = blocks(5);
    assertSame(blocks, ScoredTogether.of(blocks, 10, 0));
    assertSame(blocks, ScoredTogether.of(blocks, 10, 1_024));
  }
}
