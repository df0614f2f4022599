package io.nocturne.spark.train.checkpoint;

import static io.nocturne.spark.train.checkpoint.TestCheckpoints.BLOCKS;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.assertBlocks;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.assertSame;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.checkpoint;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.hadoop;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.identity;
import static io.nocturne.spark.train.checkpoint.TestCheckpoints.save;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
  @TempDir Path folder;
  private final List<String> messages = new ArrayList<>();

  private Checkpoints store(Map<String, String> identity) {
    return new Checkpoints(
        new Configuration(false), hadoop("file", folder), identity, messages::add);
  }

  private Checkpoints store() {
    return store(identity("7", "500"));
  }

  private Path path(String name) {
    return folder.resolve("checkpoints").resolve(name);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static String shortened(String name) {
    return name.replaceFirst("round-0*", "");
  }

  private List<String> rounds() throws IOException {
    return names(path("")).stream().map(CheckpointsTest::shortened).toList();
  }

  @Test
  void loadsWhatWasSaved() throws IOException {
    assertEquals(Optional.empty(), store().latest());
    store().save(checkpoint(12, 0), 12);
    assertSame(checkpoint(12, 0), store().latest().get());
    assertTrue(Double.isNaN(store().latest().get().header().get("none").asDouble()));
    assertBlocks(checkpoint(12, 0).blocks().subList(1, 3), store().blocks(12, 1, 3));
    assertEquals(
        List.of("block-00000", "block-00001", "block-00002", "checkpoint.json"),
        names(path("round-000012")));
    assertEquals(List.of(), messages);
  }

  @Test
  void skipsAPartialCheckpoint() throws IOException {
    save(store(), "1", "2");
    Files.delete(path("round-000002/checkpoint.json"));
    assertSame(checkpoint(1, 0), store().latest().get());
    assertEquals(1, messages.size());
    assertTrue(
        messages.get(0).startsWith("skipped the checkpoint of round 2: file:/"), messages.get(0));
    assertTrue(
        messages.get(0).endsWith("round-000002 has no checkpoint.json: the write was interrupted"),
        messages.get(0));
  }

  /** A changed byte or a missing half, in the blocks or in the JSON file. */
  @ParameterizedTest
  @ValueSource(strings = {"block-00002", "checkpoint.json"})
  void fallsBackFromADamagedCheckpoint(String name) throws IOException {
    save(store(), "1", "2");
    Path file = path("round-000002").resolve(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] changed = whole.clone();
    changed[new String(whole, StandardCharsets.ISO_8859_1).indexOf('0')]++;
    for (byte[] damaged : List.of(changed, Arrays.copyOf(whole, whole.length / 2), new byte[0])) {
      messages.clear();
      Files.write(file, damaged);
      assertSame(checkpoint(1, 0), store().latest().get());
      assertTrue(
          messages.get(0).contains("round 2: file:") && messages.get(0).contains(name),
          messages.get(0));
    }
    Files.delete(file);
    assertSame(checkpoint(1, 0), store().latest().get());
    assertThrows(UncheckedIOException.class, () -> store().blocks(2, 0, BLOCKS));
  }

  @Test
  void rejectsAnotherTrainingWithBothValues() {
    save(store(), "1");
    Map<String, String> other = identity("7", "250");
    other.put("training rows", "abc");
    String message =
        assertThrows(CheckpointMismatchException.class, () -> store(other).latest()).getMessage();
    String expected =
        "/checkpoints/round-000001 belongs to another training: train.batch is 250 but was 500; training rows is abc but was not set. Set train.resume = never to start over, or restore the settings and input it was made with";
    assertTrue(message.startsWith("The checkpoint file:/"), message);
    assertTrue(message.endsWith(expected), message);
    assertThrows(CheckpointMismatchException.class, () -> store(other).blocks(1, 0, 1));
  }

  @Test
  void keepsTheLastThreeAndTheBest() throws IOException {
    save(store(), "1", "2", "3:2", "4:2", "5:2", "6:2");
    assertEquals(List.of("2", "4", "5", "6"), rounds());
    assertBlocks(checkpoint(2, 0).blocks(), store().blocks(2, 0, BLOCKS));
    save(store(), "7"); // if this is damaged, round 2 is the best again
    assertEquals(List.of("2", "5", "6", "7"), rounds());
    save(store(), "8:7", "9:7");
    assertEquals(List.of("7", "8", "9"), rounds());
  }

  @Test
  void deletesCheckpointsOfAnotherTraining() throws IOException {
    save(store(identity("1", "1")), "3", "4", "5", "6");
    Files.createDirectories(path("round-000001"));
    Files.write(path("round-000001/block-00000"), new byte[9]);
    Files.createDirectories(path("notes"));
    save(store(), "5");
    assertEquals(List.of("notes", "5"), rounds());
    assertSame(checkpoint(5, 0), store().latest().get());
  }

  @Test
  void replacesTheSameRound() throws IOException {
    save(store(), "1", "2");
    store().save(new Checkpoint(2, List.of(new byte[] {1}), Json.object()), 2);
    assertBlocks(List.of(new byte[] {1}), store().latest().get().blocks());
    assertEquals(List.of("block-00000", "checkpoint.json"), names(path("round-000002")));
  }

  @Test
  void deletesEverything() throws IOException {
    store().delete();
    save(store(), "1", "2");
    Files.write(path("other"), new byte[9]);
    store().delete();
    assertFalse(Files.exists(path("")));
    assertEquals(Optional.empty(), store().latest());
  }

  @Test
  void failedWriteIsReportedAndLeavesNothing() throws IOException {
    Files.write(path(""), new byte[9]); // a file in place of the folder
    String message =
        assertThrows(UncheckedIOException.class, () -> save(store(), "1")).getMessage();
    assertTrue(message.matches("Cannot \\w+ file:/.*/checkpoints.*"), message);
  }

  @Test
  void rejectsInvalidRounds() {
    assertThrows(IllegalArgumentException.class, () -> checkpoint(0, 0));
    assertThrows(IllegalArgumentException.class, () -> store().save(checkpoint(1, 0), 2));
    assertThrows(IllegalArgumentException.class, () -> store().save(checkpoint(1, 0), 0));
  }
}
