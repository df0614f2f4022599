package io.nocturne.spark.train.checkpoint;

import io.nocturne.spark.store.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one training:
 *
 * <pre>
 * FOLDER/round-000012/block-00000 ...   the state
 * FOLDER/round-000012/checkpoint.json   identity, header, and the hashes of the blocks
 * </pre>
 *
 * <p>The last {@value #KEPT} rounds are kept, and the best rounds of these. A job that is killed
 * while it saves leaves either the previous or the new checkpoint as the newest. Only one job at a
 * time writes to the folder.
 */
public final class Checkpoints {
  private static final int KEPT = 3;

  private final FileStore files;
  private final Path folder;
  private final Map<String, String> identity;
  private final Consumer<String> progress;
  private final Runnable guard;

  /**
   * @param identity the settings that identify a training, such as the seed: by names that a user
   *     knows, in the order in which messages list them
   * @param progress receives messages about skipped checkpoints, and why
   */
  public Checkpoints(
      Configuration hadoop, Path folder, Map<String, String> identity, Consumer<String> progress) {
    this(hadoop, folder, identity, progress, () -> {});
  }

  /**
   * Creates the checkpoints of a training whose folder another job may take over.
   *
   * @param guard runs before each checkpoint is written; throws if the folder no longer belongs to
   *     this training
   */
  public Checkpoints(
      Configuration hadoop,
      Path folder,
      Map<String, String> identity,
      Consumer<String> progress,
      Runnable guard) {
    this.guard = guard;
    this.files = FileStore.of(folder, hadoop);
    this.folder = files.qualify(folder);
    this.identity = new LinkedHashMap<>(identity);
    this.progress = progress;
  }

  private Checkpoints(Checkpoints other, Path folder) {
    this.files = other.files;
    this.folder = folder;
    this.identity = other.identity;
    this.progress = other.progress;
    this.guard = other.guard;
  }

  /** Returns the checkpoints of a training before the last one, in a separate folder. */
  public Checkpoints stage(String name) {
    return new Checkpoints(this, new Path(folder, name));
  }

  /**
   * Writes a checkpoint, replacing one of the same round, and deletes those no longer needed: old
   * ones, those of later rounds or other trainings, and leftovers of killed jobs. A failure to
   * delete is only reported.
   *
   * @param bestRound the best round so far, which is kept; this one or an earlier one
   * @throws UncheckedIOException if it cannot be written; what was written of it is then deleted if
   *     possible
   */
  public void save(Checkpoint checkpoint, int bestRound) {
    if (bestRound < 1 || bestRound > checkpoint.round()) {
      throw new IllegalArgumentException(
          "Invalid best round: %d (expected 1 to %d)".formatted(bestRound, checkpoint.round()));
    }
    guard.run();
    RoundFolder round = RoundFolder.of(files, folder, checkpoint.round());
    try {
      round.write(checkpoint, bestRound, identity);
    } catch (UncheckedIOException e) {
      makeRoom(round, e);
      throw e;
    }
    tidy(checkpoint.round());
  }

  /**
   * Returns the newest intact checkpoint; damaged ones are reported and skipped.
   *
   * @throws CheckpointMismatchException if it belongs to another training
   * @throws UncheckedIOException if the folder cannot be read
   */
  public Optional<Checkpoint> latest() {
    for (RoundFolder round : newestFirst()) {
      try {
        CheckpointJson json = ours(round);
        List<byte[]> blocks = round.blocks(json, 0, json.blocks().size());
        requireBest(json);
        return Optional.of(new Checkpoint(json.round(), blocks, json.header()));
      } catch (IOException e) {
        progress.accept(
            "skipped the checkpoint of round %d: %s".formatted(round.round(), e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** A training cannot resume without its best round so far. */
  private void requireBest(CheckpointJson json) throws IOException {
    if (json.best() != json.round()) {
      RoundFolder best = RoundFolder.of(files, folder, json.best());
      CheckpointJson own = ours(best);
      for (int block = 0; block < own.blocks().size(); block++) {
        best.blocks(own, block, block + 1); // one at a time: only to verify them
      }
    }
  }

  /**
   * Returns blocks of a kept round, from {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws UncheckedIOException if the round is missing, or one of these blocks is damaged
   * @throws CheckpointMismatchException if it belongs to another training
   * @throws IndexOutOfBoundsException if the round has no such blocks
   */
  public List<byte[]> blocks(int round, int from, int to) {
    RoundFolder kept = RoundFolder.of(files, folder, round);
    try {
      return kept.blocks(ours(kept), from, to);
    } catch (IOException e) {
      throw RoundFolder.cannot("read", kept.path(), e);
    }
  }

  /** Returns the exception for a resumed training in which one value has changed. */
  public CheckpointMismatchException mismatch(String name, String now, String then) {
    return new CheckpointMismatchException(folder, Map.of(name, now), Map.of(name, then));
  }

  /**
   * Deletes the folder and everything in it, the newest checkpoint last: if killed meanwhile, an
   * older one is never left as the newest.
   *
   * @throws UncheckedIOException if it cannot be deleted
   */
  public void delete() {
    List<RoundFolder> rounds = newestFirst();
    for (int k = rounds.size() - 1; k >= 0; k--) {
      rounds.get(k).delete();
    }
    try {
      files.delete(folder);
    } catch (IOException e) {
      throw RoundFolder.cannot("delete", folder, e);
    }
  }

  private CheckpointJson ours(RoundFolder round) throws IOException {
    CheckpointJson json = round.read();
    if (!json.identity().equals(identity)) {
      throw new CheckpointMismatchException(round.path(), identity, json.identity());
    }
    return json;
  }

  private List<RoundFolder> newestFirst() {
    List<RoundFolder> found = new ArrayList<>();
    try {
      for (FileStatus entry : files.list(folder)) {
        RoundFolder.of(files, entry).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw RoundFolder.cannot("read", folder, e);
    }
    found.sort(Comparator.comparingInt(RoundFolder::round).reversed());
    return found;
  }

  /** Deletes an incomplete checkpoint, so that a full disk does not stay full. */
  private static void makeRoom(RoundFolder round, UncheckedIOException cause) {
    try {
      round.delete();
    } catch (UncheckedIOException e) {
      cause.addSuppressed(e);
    }
  }

  private void tidy(int saved) {
    try {
      List<RoundFolder> rounds = newestFirst();
      Set<Integer> kept = kept(rounds, saved);
      for (RoundFolder round : rounds) {
        if (!kept.contains(round.round())) {
          round.delete();
        }
      }
    } catch (UncheckedIOException e) {
      progress.accept("cannot delete old checkpoints: " + e.getMessage());
    }
  }

  /**
   * Returns the last rounds up to the saved one, and the best round of each: if the newer ones are
   * damaged, an older one needs its best round. As a round becomes the best when it is the last
   * one, this is at most one more round.
   */
  private Set<Integer> kept(List<RoundFolder> newestFirst, int saved) {
    Set<Integer> kept = new HashSet<>();
    int last = 0;
    for (RoundFolder round : newestFirst) {
      if (round.round() > saved || last == KEPT) {
        continue;
      }
      try {
        kept.add(ours(round).best());
        kept.add(round.round());
        last++;
      } catch (IOException | CheckpointMismatchException e) {
        // a damaged round cannot be resumed from: it is kept only as the best round of another
      }
    }
    return kept;
  }
}
