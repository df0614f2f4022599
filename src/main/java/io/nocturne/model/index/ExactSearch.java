package io.nocturne.model.index;

import io.nocturne.math.Matrix;
import io.nocturne.math.ParallelLoop;
import io.nocturne.math.Sgemm;
import io.nocturne.math.TopN;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.RankedList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares with every code, by products of matrices: the exact answer. Work is divided into blocks
 * of fixed size, so answers do not depend on the number of threads.
 */
public final class ExactSearch implements CodeSearch {
  /** Queries per product. */
  private static final int ROWS = 64;

  /** Codes per product: the scores of a product, 4 MB, stay in the caches. */
  private static final int TILE = 16_384;

  private final CodeDirections directions;

  /** A search among these directions. */
  public ExactSearch(CodeDirections directions) {
    this.directions = directions;
  }

  @Override
  public int count() {
    return directions.count();
  }

  @Override
  public RankedList nearest(float[] code, int k) {
    float[] query = Query.direction(code, directions.width());
    return new Block(query, new int[] {-1}, k).lists()[0];
  }

  @Override
  public List<RankedList> similar(int[] items, int k, ParallelLoop loop) {
    RankedList[] lists = new RankedList[items.length];
    int blocks = (int) ((items.length + ROWS - 1L) / ROWS);
    loop.run(
        blocks,
        block -> {
          int from = block * ROWS;
          int[] own = Arrays.copyOfRange(items, from, Math.min(items.length, from + ROWS));
          RankedList[] found = new Block(queries(own), own, k).lists();
          System.arraycopy(found, 0, lists, from, found.length);
        });
    return Arrays.asList(lists);
  }

  private float[] queries(int[] items) {
    int width = directions.width();
    float[] queries = new float[items.length * width];
    for (int row = 0; row < items.length; row++) {
      System.arraycopy(directions.values(), items[row] * width, queries, row * width, width);
    }
    return queries;
  }

  /** Some queries, and the best codes of each in the tiles so far. */
  private final class Block {
    private final float[] queries;
    private final int[] without;
    private final int k;
    private final int tiles;
    private final float[] scores;
    private final TopN best;

    /** The best of each tile, in the order of the tiles: [queries x (tiles x k)]. */
    private final float[][] candidates;

    private final int[][] indices;

    /**
     * @param without for each query the code that is not in its answer, or -1
     */
    Block(float[] queries, int[] without, int k) {
      this.queries = queries;
      this.without = without;
      this.k = Math.min(Query.checked(k), Math.max(1, count()));
      this.tiles = (count() + TILE - 1) / TILE;
      this.scores = new float[without.length * Math.min(TILE, count())];
      this.best = new TopN(this.k);
      int most = Math.multiplyExact(tiles, Math.min(this.k, TILE));
      this.candidates = new float[without.length][most];
      this.indices = new int[without.length][most];
    }

    RankedList[] lists() {
      int[] sizes = new int[without.length];
      for (int tile = 0; tile < tiles; tile++) {
        take(tile * TILE, Math.min(count(), (tile + 1) * TILE), sizes);
      }
      RankedList[] lists = new RankedList[without.length];
      for (int row = 0; row < lists.length; row++) {
        lists[row] = list(row, sizes[row]);
      }
      return lists;
    }

    private void take(int from, int to, int[] sizes) {
      int width = directions.width();
      int length = to - from;
      Sgemm.get()
          .multiply(
              Matrix.of(queries, without.length, width),
              Matrix.of(directions.values(), from * width, length, width).transpose(),
              Matrix.of(scores, without.length, length));
      for (int row = 0; row < without.length; row++) {
        if (without[row] >= from && without[row] < to) {
          scores[row * length + without[row] - from] = Float.NEGATIVE_INFINITY;
        }
        int found = best.select(scores, row * length, length);
        for (int rank = 0; rank < found; rank++) {
          candidates[row][sizes[row]] = best.score(rank);
          indices[row][sizes[row]++] = from + best.index(rank);
        }
      }
    }

    /** Equal scores stand in the order of their indices, which is how {@link TopN} breaks ties. */
    private RankedList list(int row, int size) {
      int found = best.select(candidates[row], size);
      int[] items = new int[found];
      for (int rank = 0; rank < found; rank++) {
        items[rank] = indices[row][best.index(rank)];
      }
      return new RankedList(items, best.scores());
    }
  }
}
