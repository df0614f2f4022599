package io.nocturne.spark.train.checkpoint;

import io.nocturne.math.ParallelLoop;
import io.nocturne.spark.store.FileStore;
import io.nocturne.spark.store.WrittenBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The folder of one round's checkpoint: {@code block-00000} and so on, and {@code checkpoint.json},
 * which is written last and deleted first: without it, the checkpoint is incomplete.
 */
final class RoundFolder {
  private static final String JSON = "checkpoint.json";
  private static final Pattern NAME = Pattern.compile("round-(\\d{6,9})");

  /** Enough threads to hash while others wait for disk or network. */
  private static final int THREADS = 4;

  private final FileStore files;
  private final Path path;
  private final int round;

  private RoundFolder(FileStore files, Path path, int round) {
    this.files = files;
    this.path = path;
    this.round = round;
  }

  /** Returns the folder of a round, whether or not it exists. */
  static RoundFolder of(FileStore files, Path parent, int round) {
    return new RoundFolder(files, new Path(parent, "round-%06d".formatted(round)), round);
  }

  /** Returns the round's folder for a directory entry; empty if the entry is something else. */
  static Optional<RoundFolder> of(FileStore files, FileStatus entry) {
    Matcher name = NAME.matcher(entry.getPath().getName());
    return entry.isDirectory() && name.matches()
        ? Optional.of(new RoundFolder(files, entry.getPath(), Integer.parseInt(name.group(1))))
        : Optional.empty();
  }

  Path path() {
    return path;
  }

  int round() {
    return round;
  }

  /** Writes a checkpoint, replacing what the folder holds. */
  void write(Checkpoint checkpoint, int best, Map<String, String> identity) {
    delete();
    List<byte[]> blocks = checkpoint.blocks();
    WrittenBytes[] written = new WrittenBytes[blocks.size()];
    inParallel(
        blocks.size(),
        block -> {
          Path file = block(block);
          try {
            written[block] = WrittenBytes.write(files, file, blocks.get(block));
          } catch (IOException e) {
            throw cannot("write", file, e);
          }
        });
    CheckpointJson json =
        new CheckpointJson(round, best, identity, checkpoint.header(), List.of(written));
    try {
      files.write(json(), json.text());
    } catch (IOException e) {
      throw cannot("write", json(), e);
    }
  }

  /**
   * Reads the round's checkpoint.json.
   *
   * @throws IOException if it is missing or damaged; the message names it
   */
  CheckpointJson read() throws IOException {
    if (!files.exists(json())) {
      throw new IOException(path + " has no " + JSON + ": the write was interrupted");
    }
    try {
      CheckpointJson read = CheckpointJson.parse(files.read(json()));
      if (read.round() != round) {
        throw new IOException("it belongs to round " + read.round());
      }
      return read;
    } catch (IOException e) {
      throw new IOException("%s cannot be used: %s".formatted(json(), e.getMessage()), e);
    }
  }

  /**
   * Reads the blocks from {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws IOException if one is missing or damaged; the message names it
   * @throws IndexOutOfBoundsException if there are no such blocks
   */
  List<byte[]> blocks(CheckpointJson json, int from, int to) throws IOException {
    List<WrittenBytes> wanted = json.blocks().subList(from, to);
    byte[][] read = new byte[wanted.size()][];
    try {
      inParallel(
          read.length,
          block -> {
            try {
              read[block] = wanted.get(block).read(files, block(from + block));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return Arrays.asList(read);
  }

  /** Deletes the checkpoint and its folder; if killed meanwhile, no complete checkpoint is left. */
  void delete() {
    try {
      files.delete(json());
      files.delete(path);
    } catch (IOException e) {
      throw cannot("delete", path, e);
    }
  }

  static UncheckedIOException cannot(String what, Path path, IOException e) {
    return new UncheckedIOException("Cannot %s %s: %s".formatted(what, path, e.getMessage()), e);
  }

  private static void inParallel(int count, IntConsumer turn) {
    try (ParallelLoop loop = new ParallelLoop(THREADS)) {
      loop.run(count, turn);
    }
  }

  private Path json() {
    return new Path(path, JSON);
  }

  private Path block(int block) {
    return new Path(path, "block-%05d".formatted(block));
  }
}
