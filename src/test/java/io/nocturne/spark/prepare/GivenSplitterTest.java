package io.nocturne.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.model.History;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The split that the user's own files make. */
class GivenSplitterTest {
  private GivenSplit given = new GivenSplit("held-out", "", "", "");

  private UserSplit split(UserLog log) {
    SplitSettings settings = new SplitSettings(SplitKind.GIVEN, .1, .2, false, 7, 0, 42, given);
    return new Splitter(settings).split(log, log.part(Part.LOG), new long[0]);
  }

  private static UserLog user(History train, History foldIn, History heldOut) {
    History[] parts = {train, History.EMPTY, History.EMPTY, foldIn, heldOut};
    boolean[] named = new boolean[5];
    for (int part = 0; part < 5; part++) {
      named[part] = !parts[part].isEmpty();
    }
    return new UserLog("u", 0, new int[0], parts, named, 0);
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

  /** Whose held-out interactions are all with unknown items, or under the threshold. */
  @Test
  void aUserWithoutTargetsIsTold() {
    boolean[] named = {true, false, false, false, true};
    History[] parts = {of(1), of(), of(), of(), of()};
    UserSplit split = split(new UserLog("u", 0, new int[0], parts, named, 1));
    assertTrue(split.test().targets().isEmpty());
    assertNull(split.validation());
  }
}
