package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.History;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The split that the user's own files make. */
class GivenSplitterTest {
  private GivenSplit given = new GivenSplit("held-out", "", "", "");

  private long seed = 42;

  private UserSplit split(UserLog log) {
    return split(log, new long[0]);
  }

  private UserSplit split(UserLog log, long[] itemKeys) {
    SplitSettings settings = new SplitSettings(SplitKind.GIVEN, .1, .2, false, 7, 0, seed, given);
    return new Splitter(settings).split(log, log.part(Part.LOG), itemKeys);
  }

  private static UserLog user(History train, History foldIn, History heldOut) {
    History[] parts = {train, History.EMPTY, History.EMPTY, foldIn, heldOut};
    boolean[] named = new boolean[5];
    for (int part = 0; part < 5; part++) {
      named[part] = !parts[part].isEmpty();
    }
    return new UserLog("u", 0, new int[0], parts, named, 0, new float[5][0]);
  }

  private static History of(int... items) {
    long[] times = new long[items.length];
    Arrays.setAll(times, k -> items[k]);
    return new History(items, new float[items.length], times);
  }

  @Test
  void givenFoldsInItsFile() {
    given = new GivenSplit("held-out", "fold-in", "", "");
    UserSplit split = split(user(of(1, 4), of(2, 3), of(7)));
    assertArrayEquals(new int[] {2, 3}, split.test().foldIn().items());
    assertArrayEquals(new int[] {7}, split.test().targets().items());
    assertArrayEquals(new int[] {1, 4}, split.training().items());
    assertArrayEquals(new int[] {1, 2, 3, 4}, split.known().items(), "by time");
    assertNull(split.validation());
    UserSplit unseen = split(user(of(), of(2), of(7)));
    assertTrue(unseen.training().isEmpty());
    assertTrue(unseen.isKept());
    assertArrayEquals(new int[] {2}, unseen.known().items());
  }

  @Test
  void givenWithoutAFileFoldsInTheTrainingInteractions() {
    UserSplit split = split(user(of(1, 4), of(), of(7)));
    assertArrayEquals(new int[] {1, 4}, split.test().foldIn().items());
    assertArrayEquals(new int[] {1, 4}, split.training().items());
    assertNull(split(user(of(1), of(), of())).test());
    UserSplit unknown = split(user(of(), of(), of(7)));
    assertTrue(unknown.test().foldIn().isEmpty());
    assertEquals(false, unknown.isKept());
  }

  @Test
  void reindexingLeavesOutWhatIsNotTrained() {
    UserSplit split = split(user(of(1, 4), of(), of(3, 5)));
    int[] newIndex = {-1, 0, -1, -1, 1, 2};
    UserSplit reindexed = split.reindex(newIndex);
    assertArrayEquals(new int[] {0, 1}, reindexed.known().items());
    assertArrayEquals(new int[] {2}, reindexed.test().targets().items());
    assertArrayEquals(new int[] {0, 1}, reindexed.test().foldIn().items());
  }

  /** Weights of items that the catalogue turns out not to have join those of the unknown ones. */
  @Test
  void whatNoModelCanKnowKeepsItsRating() {
    boolean[] named = {true, false, false, false, true};
    History heldOut = new History(new int[] {2, 0, 1}, new float[] {5, 4, 3}, new long[3]);
    History[] parts = {of(1), of(), of(), of(), heldOut};
    float[][] unknown = {{}, {}, {9}, {8}, {2, 1}};
    UserSplit split = split(new UserLog("u", 0, new int[0], parts, named, 2, unknown));
    assertArrayEquals(new float[] {2, 1}, split.test().unknownWeights());
    HeldOut reindexed = split.reindex(new int[] {-1, 0, -1}).test();
    assertArrayEquals(new int[] {0}, reindexed.targets().items());
    assertArrayEquals(new float[] {3}, reindexed.targets().weights());
    assertArrayEquals(new float[] {2, 1, 5, 4}, reindexed.unknownWeights());
    assertTrue(reindexed.hasTargets() && !reindexed.isUnknownOnly());
    assertTrue(split.reindex(new int[] {-1, -1, -1}).test().isUnknownOnly());
  }

  /** What is drawn follows from the seed and the ids alone, whatever else the user has met. */
  @Test
  void aShareOfTheTrainingInteractionsValidates() {
    given = new GivenSplit("held-out", "", "", "", .3);
    long[] keys = LongStream.range(0, 400).map(item -> 31 * item).toArray();
    int[] all = IntStream.range(0, 400).toArray();
    UserSplit whole = split(user(of(all), of(), of(7)), keys);
    int[] drawn = whole.validation().targets().items();
    assertEquals(120, drawn.length, 46, "a standard deviation is 9.2");
    assertArrayEquals(whole.training().items(), whole.validation().foldIn().items());
    assertArrayEquals(all, whole.test().foldIn().items());
    assertArrayEquals(all, whole.known().items());
    int[] even = Arrays.stream(all).filter(item -> item % 2 == 0).toArray();
    assertArrayEquals(
        Arrays.stream(drawn).filter(item -> item % 2 == 0).toArray(),
        split(user(of(even), of(), of(7)), keys).validation().targets().items());
    seed = 43;
    int[] others = split(user(of(all), of(), of(7)), keys).validation().targets().items();
    assertFalse(Arrays.equals(drawn, others));
    assertNull(split(user(of(), of(1), of(7)), keys).validation());
  }

  /** Whose held-out interactions are all with unknown items, or under the threshold. */
  @Test
  void aUserWithoutTargetsIsTold() {
    boolean[] named = {true, false, false, false, true};
    History[] parts = {of(1), of(), of(), of(), of()};
    UserSplit split = split(new UserLog("u", 0, new int[0], parts, named, 1, new float[5][0]));
    assertTrue(split.test().targets().isEmpty());
    assertNull(split.validation());
  }
}
