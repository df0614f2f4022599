package io.nocturne.spark.train.checkpoint;

import static io.nocturne.spark.train.checkpoint.TestCheckpoints.BLOCKS;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.assertBlocks;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.assertSame;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.checkpoint;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.save;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.train.DyingFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that is killed at any step leaves checkpoints from which the next one can resume. */
class KilledCheckpointsTest {
  @TempDir Path folder;

  @AfterEach
  void revive() {
    DyingFileSystem.revive();
  }

  /** The action of the killed job, or of its successor. */
  private interface Killed {
    void run(Checkpoints store) throws IOException;
  }

  /**
   * Kills an action before each of its steps in turn; returns the newest rounds after the kills.
   */
  private Set<String> newestAfterKills(String scheme, Killed action, Killed successor)
      throws IOException {
    Set<String> newest = new TreeSet<>();
    boolean killed = true;
    for (int steps = 0; killed; steps++) {
      DyingFileSystem.revive();
      Path own = folder.resolve("killed after " + steps);
      Checkpoints store = dying(scheme, own);
      save(store, "2", "3:2", "4:2", "5:2");
      DyingFileSystem.killAfter(steps);
      try {
        action.run(store);
      } catch (UncheckedIOException e) {
        assertTrue(DyingFileSystem.isDead(), e::toString);
      }
      killed = DyingFileSystem.isDead();
      DyingFileSystem.revive();
      newest.add(dying(scheme, own).latest().map(KilledCheckpointsTest::described).orElse("none"));
      successor.run(dying(scheme, own));
      assertTrue(killed || steps > 5, "killed nothing");
    }
    return newest;
  }

  private static Checkpoints dying(String scheme, Path folder) {
    return new Checkpoints(
        DyingFileSystem.under(scheme),
        TestCheckpoints.hadoop(scheme, folder),
        TestCheckpoints.identity("7", "500"),
        message -> {});
  }

  private static String described(Checkpoint found) {
    int version = found.header().get("version").asInt();
    assertSame(checkpoint(found.round(), version), found);
    return found.round() + (version == 0 ? "" : " again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "bucket"})
  void killDuringSaveLeavesThePreviousOrTheNewRound(String scheme) throws IOException {
    Set<String> newest =
        newestAfterKills(
            scheme,
            store -> store.save(checkpoint(6, 0), 6),
            store -> {
              assertBlocks(checkpoint(2, 0).blocks(), store.blocks(2, 0, BLOCKS));
              save(store, "6");
              assertSame(checkpoint(6, 0), store.latest().get());
            });
    assertEquals(Set.of("5", "6"), newest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "bucket"})
  void killDuringReplaceLeavesACompleteRound(String scheme) throws IOException {
    Set<String> newest =
        newestAfterKills(scheme, store -> store.save(checkpoint(5, 1), 5), store -> {});
    assertEquals(Set.of("4", "5", "5 again"), newest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "bucket"})
  void killDuringDeleteLeavesTheNewestOrNone(String scheme) throws IOException {
    Set<String> newest =
        newestAfterKills(
            scheme,
            Checkpoints::delete,
            store -> {
              store.delete();
              assertEquals(Optional.empty(), store.latest());
            });
    assertEquals(Set.of("5", "none"), newest);
  }
}
