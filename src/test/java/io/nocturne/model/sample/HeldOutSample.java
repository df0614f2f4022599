package io.nocturne.model.sample;

import io.nocturne.math.SparseRows;
import io.nocturne.math.SparseRowsBuilder;
import io.nocturne.math.SplitMix64;
import io.nocturne.model.History;
import io.nocturne.model.LocalData;
import io.nocturne.model.metric.HeldOutLists;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Days of the built-in sample without Spark, split as {@code split.kind = weak} does by default: a
 * tenth of each user's items, rounded down, is held out for validation, and another tenth, unused
 * here, for the test.
 */
public final class HeldOutSample {
  private static final int ONE_IN = 10;

  private final SparseRows training;
  private final List<History> foldIns = new ArrayList<>();
  private final List<int[]> targets = new ArrayList<>();

  /**
   * The split of some days.
   *
   * @param days number of days up to {@code last}
   */
  public HeldOutSample(SampleSettings settings, long seed, LocalDate last, int days) {
    TreeMap<String, Set<String>> histories = new TreeMap<>();
    SampleLog log = new SampleLog(settings, seed);
    for (LocalDate day = last.minusDays(days - 1L); !day.isAfter(last); day = day.plusDays(1)) {
      log.day(day).stream()
          .filter(row -> row.flaw() == Flaw.NONE)
          .map(row -> row.line().split(","))
          .forEach(
              row -> histories.computeIfAbsent(row[0], user -> new LinkedHashSet<>()).add(row[1]));
    }
    List<String> ids =
        histories.values().stream().flatMap(Set::stream).sorted().distinct().toList();
    SparseRowsBuilder rows = SparseRows.builder(ids.size());
    SplitMix64 random = new SplitMix64(seed);
    for (Set<String> history : histories.values()) {
      int[] items = history.stream().mapToInt(id -> Collections.binarySearch(ids, id)).toArray();
      rows.add(split(items, random));
    }
    training = rows.build();
  }

  /** Returns the training items and stores those for validation. */
  private int[] split(int[] items, SplitMix64 random) {
    int[] shuffled = shuffled(items, random);
    int held = items.length / ONE_IN;
    int[] kept = without(items, Arrays.copyOf(shuffled, 2 * held));
    float[] weights = new float[kept.length];
    Arrays.fill(weights, 1);
    foldIns.add(new History(kept, weights, new long[kept.length]).ownedBy(foldIns.size()));
    targets.add(Arrays.stream(shuffled, 0, held).sorted().toArray());
    return kept;
  }

  private static int[] shuffled(int[] items, SplitMix64 random) {
    int[] shuffled = new int[items.length];
    for (int k = 0; k < items.length; k++) {
      int other = random.nextInt(k + 1);
      shuffled[k] = shuffled[other];
      shuffled[other] = items[k];
    }
    return shuffled;
  }

  private static int[] without(int[] items, int[] left) {
    int[] sorted = left.clone();
    Arrays.sort(sorted);
    return Arrays.stream(items).filter(item -> Arrays.binarySearch(sorted, item) < 0).toArray();
  }

  /** The training rows, [users x items]. */
  public SparseRows training() {
    return training;
  }

  /** The held-out lists, measured by the mean ndcg@100. */
  public HeldOutLists lists() {
    return new HeldOutLists("ndcg@100", LocalData.of(training).itemCounts(), foldIns, targets);
  }
}
