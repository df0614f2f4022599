package io.nocturne.nn.batch;

import io.nocturne.math.Seeds;
import io.nocturne.math.SparseRows;
import io.nocturne.math.SplitMix64;
import java.util.Arrays;

/** Prepares batches for a step: corrupts, sorts the input by item, assigns targets to tiles. */
public final class BatchMaker {
  private final SparseRows rows;
  private final InputMaker input;
  private final boolean isSequential;
  private final NegativeSampler negatives;
  private final Targets.Source targets;
  private final TargetList list = new TargetList();
  private final Tiles all;

  /** Makes a copy of the uncorrupted input; null if nobody reads it. */
  private final InputMaker clean;

  /** For each item a count, then a place; zero between two uses. */
  private final int[] places;

  /**
   * A maker of batches for one thread.
   *
   * @param targets what the rows predict
   * @param negatives draws the candidates; null if all items are columns
   * @param withClean whether the uncorrupted input is needed too
   */
  public BatchMaker(
      SparseRows rows,
      Corruption corruption,
      Targets targets,
      NegativeSampler negatives,
      boolean withClean) {
    this.rows = rows;
    this.input = new InputMaker(corruption);
    this.isSequential = targets.isSequential();
    this.targets = targets.source(rows.columns());
    this.negatives = negatives;
    this.clean = withClean ? new InputMaker(corruption.inference()) : null;
    this.all = Tiles.of(rows.columns());
    this.places = new int[rows.columns()];
  }

  /** Makes the batch of the rows {@code order[from]} to {@code order[to - 1]}. */
  public void make(int[] order, int from, int to, long seed, Batch batch) {
    int entries = 0;
    for (int r = from; r < to; r++) {
      entries += rows.end(order[r]) - rows.start(order[r]);
    }
    batch.reserve(to - from, entries, isSequential);
    SplitMix64 random = new SplitMix64(Seeds.derive(seed, 1));
    for (int r = from; r < to; r++) {
      input.append(rows, order[r], r - from, random, batch);
    }
    sortByItems(batch);
    if (clean != null) {
      makeClean(order, from, to, entries, batch);
    }
    batch.members = Batch.grown(batch.members, to - from);
    System.arraycopy(order, from, batch.members, 0, to - from);
    makeTargets(order, from, to, seed, batch);
  }

  private void makeClean(int[] order, int from, int to, int entries, Batch batch) {
    batch.clean = batch.clean == null ? new Batch() : batch.clean;
    batch.clean.reserve(to - from, entries, isSequential);
    for (int r = from; r < to; r++) {
      clean.append(rows, order[r], r - from, null, batch.clean);
    }
  }

  /** Sorts the input by items: the positions that read each. */
  private void sortByItems(Batch batch) {
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
        batch.touchedPositions[place] = isSequential ? k : r;
        batch.touchedWeights[place] = batch.weights[k];
      }
    }
    for (int t = 0; t < batch.touchedCount; t++) {
      places[batch.touched[t]] = 0;
    }
  }

  private void makeTargets(int[] order, int from, int to, long seed, Batch batch) {
    list.clear();
    SplitMix64 random = new SplitMix64(Seeds.derive(seed, 3));
    for (int r = from; r < to; r++) {
      targets.add(rows, order[r], batch.firstPosition(r - from), random, list);
    }
    batch.tiles = all;
    batch.candidates = null;
    if (negatives != null) {
      chooseCandidates(new SplitMix64(Seeds.derive(seed, 2)), batch);
    }
    batch.reserveTargets(list.size());
    dealTargets(batch);
    if (negatives != null) {
      forget(batch);
    }
  }

  /** All targets of the batch and the drawn negatives; afterwards places[item] is 1 + column. */
  private void chooseCandidates(SplitMix64 random, Batch batch) {
    int[] chosen = negatives.buffer(list.size());
    int count = 0;
    for (int k = 0; k < list.size(); k++) {
      count = add(list.item(k), chosen, count);
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

  /** Sorts the targets by tiles; within a tile they keep their order. */
  private void dealTargets(Batch batch) {
    int tiles = batch.tiles.count();
    int width = batch.tiles.width();
    batch.targetStarts = Batch.grown(batch.targetStarts, tiles + 2);
    int[] starts = batch.targetStarts;
    Arrays.fill(starts, 0, tiles + 2, 0);
    for (int k = 0; k < list.size(); k++) {
      starts[column(list.item(k)) / width + 2]++;
    }
    for (int t = 2; t <= tiles + 1; t++) {
      starts[t] += starts[t - 1];
    }
    Arrays.fill(batch.targetSums, 0, batch.positions(), 0);
    // starts[t + 1] is where tile t begins, and moves on to where it ends: where t + 1 begins
    for (int k = 0; k < list.size(); k++) {
      int column = column(list.item(k));
      int place = starts[column / width + 1]++;
      batch.targetPositions[place] = list.position(k);
      batch.targetColumns[place] = column;
      batch.targetWeights[place] = list.weight(k);
      batch.targetSums[list.position(k)] += list.weight(k);
    }
  }
}
