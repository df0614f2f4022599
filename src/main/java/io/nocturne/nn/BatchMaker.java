package io.nocturne.nn;

import io.nocturne.math.Seeds;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;

/** Makes batches ready for a step: corrupts, turns the input round, deals targets to tiles. */
final class BatchMaker {
  private final SparseRows rows;
  private final InputMaker input;
  private final NegativeSampler negatives;
  private final Tiles all;

  /** Makes the input once more as it is; null where nobody reads that. */
  private final InputMaker clean;

  /** Draws targets of weight 0; null for none. */
  private final DrawnNegatives drawn;

  /** For each item a count, then a place; zero between two uses. */
  private final int[] places;

  /**
   * @param negatives draws the candidates; null if all items are columns
   */
  BatchMaker(SparseRows rows, Corruption corruption, NegativeSampler negatives) {
    this(rows, corruption, negatives, false);
  }

  /** Likewise, with the input as it is beside the corrupted one. */
  BatchMaker(SparseRows rows, Corruption corruption, NegativeSampler negatives, boolean withClean) {
    this(rows, corruption, negatives, withClean, 0);
  }

  /**
   * Likewise, with targets of weight 0.
   *
   * @param drawnPerTarget how many of them are drawn for each item of a history, 0 or more
   */
  BatchMaker(
      SparseRows rows,
      Corruption corruption,
      NegativeSampler negatives,
      boolean withClean,
      double drawnPerTarget) {
    this.drawn = drawnPerTarget > 0 ? new DrawnNegatives(drawnPerTarget, rows.columns()) : null;
    this.clean = withClean ? new InputMaker(corruption.inference()) : null;
    this.rows = rows;
    this.input = new InputMaker(corruption);
    this.negatives = negatives;
    this.all = Tiles.of(rows.columns());
    this.places = new int[rows.columns()];
  }

  /** Makes the batch of the rows {@code order[from]} to {@code order[to - 1]}. */
  void make(int[] order, int from, int to, long seed, Batch batch) {
    int entries = 0;
    for (int r = from; r < to; r++) {
      entries += rows.end(order[r]) - rows.start(order[r]);
    }
    batch.reserve(to - from, entries);
    SplitMix64 random = new SplitMix64(Seeds.derive(seed, 1));
    for (int r = from; r < to; r++) {
      input.append(rows, order[r], r - from, random, batch);
    }
    turnRound(batch);
    if (clean != null) {
      makeClean(order, from, to, entries, batch);
    }
    batch.tiles = all;
    batch.candidates = null;
    if (negatives != null) {
      chooseCandidates(order, from, to, new SplitMix64(Seeds.derive(seed, 2)), batch);
    }
    if (drawn != null) {
      drawn.draw(rows, order, from, to, new SplitMix64(Seeds.derive(seed, 3)));
      batch.reserveTargets(Math.addExact(entries, drawn.start(to - from)));
    }
    batch.members = Batch.grown(batch.members, to - from);
    System.arraycopy(order, from, batch.members, 0, to - from);
    dealTargets(order, from, to, batch);
    if (negatives != null) {
      forget(batch);
    }
  }

  private void makeClean(int[] order, int from, int to, int entries, Batch batch) {
    batch.clean = batch.clean == null ? new Batch() : batch.clean;
    batch.clean.reserve(to - from, entries);
    for (int r = from; r < to; r++) {
      clean.append(rows, order[r], r - from, null, batch.clean);
    }
  }

  /** Sorts the input by items: the histories that each is in. */
  private void turnRound(Batch batch) {
    batch.reserveTouched();
    int entries = batch.starts[batch.rows];
    batch.touchedCount = 0;
    for (int k = 0; k < entries; k++) {
      if (places[batch.items[k]]++ == 0) {
        batch.touched[batch.touchedCount++] = batch.items[k];
      }
    }
    Arrays.sort(batch.touched, 0, batch.touchedCount);
    int start = 0;
    for (int t = 0; t < batch.touchedCount; t++) {
      int item = batch.touched[t];
      int count = places[item];
      batch.touchedStarts[t] = start;
      places[item] = start;
      start += count;
    }
    batch.touchedStarts[batch.touchedCount] = start;
    for (int r = 0; r < batch.rows; r++) {
      for (int k = batch.starts[r]; k < batch.starts[r + 1]; k++) {
        int place = places[batch.items[k]]++;
        batch.touchedRows[place] = r;
        batch.touchedWeights[place] = batch.weights[k];
      }
    }
    for (int t = 0; t < batch.touchedCount; t++) {
      places[batch.touched[t]] = 0;
    }
  }

  /** All targets of the batch and the drawn negatives; afterwards places[item] is 1 + column. */
  private void chooseCandidates(int[] order, int from, int to, SplitMix64 random, Batch batch) {
    int[] chosen = negatives.buffer(batch.targetRows.length);
    int count = 0;
    for (int r = from; r < to; r++) {
      for (int k = rows.start(order[r]); k < rows.end(order[r]); k++) {
        count = add(rows.index(k), chosen, count);
      }
    }
    for (int draw = 0; draw < negatives.draws(); draw++) {
      count = add(negatives.draw(random), chosen, count);
    }
    Arrays.sort(chosen, 0, count);
    batch.logInclusion = Batch.grown(batch.logInclusion, count);
    for (int c = 0; c < count; c++) {
      places[chosen[c]] = c + 1;
      batch.logInclusion[c] = negatives.logInclusion(chosen[c]);
    }
    batch.candidates = negatives.keep(batch, chosen, count);
    batch.tiles = Tiles.of(count);
  }

  private int add(int item, int[] chosen, int count) {
    if (places[item] != 0) {
      return count;
    }
    places[item] = 1;
    chosen[count] = item;
    return count + 1;
  }

  private void forget(Batch batch) {
    for (int c = 0; c < batch.tiles.columns(); c++) {
      places[batch.candidates[c]] = 0;
    }
  }

  private int column(int item) {
    return negatives == null ? item : places[item] - 1;
  }

  private void dealTargets(int[] order, int from, int to, Batch batch) {
    int tiles = batch.tiles.count();
    int width = batch.tiles.width();
    batch.targetStarts = Batch.grown(batch.targetStarts, tiles + 2);
    int[] starts = batch.targetStarts;
    Arrays.fill(starts, 0, tiles + 2, 0);
    for (int r = from; r < to; r++) {
      for (int k = rows.start(order[r]); k < rows.end(order[r]); k++) {
        starts[column(rows.index(k)) / width + 2]++;
      }
      for (int k = firstDrawn(r - from); k < firstDrawn(r - from + 1); k++) {
        starts[drawn.item(k) / width + 2]++;
      }
    }
    for (int t = 2; t <= tiles + 1; t++) {
      starts[t] += starts[t - 1];
    }
    // starts[t + 1] is where tile t begins, and moves on to where it ends: where t + 1 begins
    for (int r = from; r < to; r++) {
      float sum = 0;
      for (int k = rows.start(order[r]); k < rows.end(order[r]); k++) {
        addTarget(batch, r - from, column(rows.index(k)), rows.value(k));
        sum += rows.value(k);
      }
      for (int k = firstDrawn(r - from); k < firstDrawn(r - from + 1); k++) {
        addTarget(batch, r - from, drawn.item(k), 0);
      }
      batch.targetSums[r - from] = sum;
    }
  }

  private static void addTarget(Batch batch, int row, int column, float weight) {
    int place = batch.targetStarts[column / batch.tiles.width() + 1]++;
    batch.targetRows[place] = row;
    batch.targetColumns[place] = column;
    batch.targetWeights[place] = weight;
  }

  private int firstDrawn(int row) {
    return drawn == null ? 0 : drawn.start(row);
  }
}
