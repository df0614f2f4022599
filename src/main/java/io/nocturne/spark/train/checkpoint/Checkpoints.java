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
 * <p>The last {@value #KEPT} rounds are kept, and the best rounds of these. A job that is killed at
 * any moment leaves the newest checkpoint from before or after. Nobody else writes to the folder.
 */
public final class Checkpoints {
  private static final int KEPT = 3;

  private final FileStore files;
  private final Path folder;
  private final Map<String, String> identity;
  private final Consumer<String> progress;
  private final Runnable guard;

  /**
   * @param identity what makes another training of it, such as the seed: a name that a user knows,
   *     and its value; told in this order
   * @param progress is told what is left out of account, and why
   */
  public Checkpoints(
      Configuration hadoop, Path folder, Map<String, String> identity, Consumer<String> progress) {
    this(hadoop, folder, identity, progress, () -> {});
  }

  /**
   * Likewise.
   *
   * @param guard is run before each checkpoint is written, and throws where the folder is no longer
   *     this training's
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

  /** Those of a training that comes before the last one, in a folder of their own. */
  public Checkpoints stage(String name) {
    return new Checkpoints(this, new Path(folder, name));
  }

  /**
   * Writes a checkpoint, in place of one of the same round, and deletes those that are not wanted
   * any more: old ones, those of later rounds or other trainings, and what killed jobs have left.
   * That the latter fails is told only.
   *
   * @param bestRound the best round by now, which is kept; this one, or one before
   * @throws UncheckedIOException if it cannot be written; nothing of it is left then, if possible
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
   * The newest checkpoint that is whole; those that are not are told and left out of account.
   *
   * @throws CheckpointMismatchException if it is of another training
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
            "left out the checkpoint of round %d: %s".formatted(round.round(), e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /** A training cannot go on without its best round so far. */
  private void requireBest(CheckpointJson json) throws IOException {
    if (json.best() != json.round()) {
      RoundFolder best = RoundFolder.of(files, folder, json.best());
      CheckpointJson own = ours(best);
      for (int block = 0; block < own.blocks().size(); block++) {
        best.blocks(own, block, block + 1); // one at a time: only to see that it is whole
      }
    }
  }

  /**
   * Some blocks of a round that is kept, from {@code from} up to and without {@code to}.
   *
   * @throws UncheckedIOException if the round is not there, or one of these blocks is damaged
   * @throws CheckpointMismatchException if it is of another training
   * @throws IndexOutOfBoundsException if it has no such blocks
   */
  public List<byte[]> blocks(int round, int from, int to) {
    RoundFolder kept = RoundFolder.of(files, folder, round);
    try {
      return kept.blocks(ours(kept), from, to);
    } catch (IOException e) {
      throw RoundFolder.cannot("read", kept.path(), e);
    }
  }

  /** What refuses to go on since one thing is another now. */
  public CheckpointMismatchException mismatch(String name, String now, String then) {
    return new CheckpointMismatchException(folder, Map.of(name, now), Map.of(name, then));
  }

  /**
   * Deletes the folder and everything in it, the newest checkpoint last: killed meanwhile, it does
   * not leave an older one as the newest.
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

  /** A full disk must not stay full of what is no checkpoint. */
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
   * The last rounds up to the saved one, and the best round of each: if the newer ones turn out to
   * be damaged, an older one needs its own. As a round becomes the best when it is the last one,
   * this is one round more at most.
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
        // nothing to go on from: it is not counted, and stays only as the best round of another
      }
    }
    return kept;
  }
}
