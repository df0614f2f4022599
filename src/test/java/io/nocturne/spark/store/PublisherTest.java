package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTest {
  @TempDir Path folder;
  private RunRoot root;
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void open() {
    root = SmallTables.root(folder);
  }

  /** Publishes a run of this version, one second after the version before. */
  private org.apache.hadoop.fs.Path publish(int version, int keep) throws IOException {
    return publish(SmallTables.make(root, SmallTables.DATE, version), version, keep);
  }

  private org.apache.hadoop.fs.Path publish(TableStore tables, int version, int keep) {
    return new Publisher(root, keep, progress::add)
        .publish(
            SmallTables.DATE,
            tables,
            List.of("model", "nothing"),
            Json.object().put("about", "a test"),
            SmallTables.MILLIS + 1000L * version);
  }

  private Path local(org.apache.hadoop.fs.Path path) {
    return Path.of(path.toUri());
  }

  @Test
  void theRunHoldsItsTablesExtrasAndManifest() throws IOException {
    org.apache.hadoop.fs.Path run = publish(1, 2);
    assertEquals(Optional.of(run), root.current());
    assertEquals(
        List.of(
            "items/_table.json",
            "items/part-00000.parquet",
            "manifest.json",
            "model/model.json",
            "recommendations/_table.json",
            "recommendations/part-00000.parquet"),
        List.copyOf(Trees.hashes(local(run)).keySet()));
    JsonNode manifest = Manifest.find(root.files(), run).orElseThrow().json();
    assertEquals("2026-11-20", manifest.path("date").asText());
    assertEquals("a test", manifest.path("about").asText());
    assertEquals(10, manifest.path("tables").path("items").path("rows").asInt());
    assertEquals(
        Trees.contentHash(local(run).resolve("items")),
        manifest.path("tables").path("items").path("sha256").asText());
  }

  @Test
  void aReaderAlwaysFindsOneWholeRun() throws Exception {
    publish(0, 2);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Set<String>> reader =
        CompletableFuture.supplyAsync(() -> readWhile(done, folder));
    for (int version = 1; version <= 20; version++) {
      publish(version, 2);
    }
    done.set(true);
    assertTrue(reader.get().size() > 5, "runs seen: " + reader.get());
  }

  /**
   * What a downstream program does, in plain Java. One that is slower than two publications finds
   * the run gone that it has begun to read, and reads the live one.
   */
  private static Set<String> readWhile(AtomicBoolean done, Path root) {
    Set<String> seen = new HashSet<>();
    try {
      do {
        Path run = live(root);
        try {
          readWhole(run);
          seen.add(run.toString());
        } catch (NoSuchFileException e) {
          if (live(root).equals(run)) {
            throw e;
          }
        }
      } while (!done.get());
    } catch (IOException e) {
      throw new AssertionError("a run was not whole", e);
    }
    return seen;
  }

  private static Path live(Path root) throws IOException {
    return root.resolve(Files.readString(root.resolve("CURRENT")).strip());
  }

  private static void readWhole(Path run) throws IOException {
    JsonNode manifest = Json.parse(Files.readString(run.resolve("manifest.json")));
    for (Map.Entry<String, JsonNode> table : manifest.path("tables").properties()) {
      assertEquals(
          table.getValue().path("sha256").asText(), Trees.contentHash(run.resolve(table.getKey())));
    }
    assertEquals(2, manifest.path("tables").size());
  }

  @Test
  void theLastOnesAreKept() throws IOException {
    List<org.apache.hadoop.fs.Path> runs = new ArrayList<>();
    for (int version = 0; version < 5; version++) {
      runs.add(publish(version, 3));
    }
    assertEquals(Set.copyOf(runs.subList(2, 5)), published());
    assertEquals(Optional.of(runs.get(4)), root.current());
    assertTrue(progress.contains("dropped the old run " + runs.get(0)), progress.toString());
  }

  @Test
  void theLiveRunIsKeptThoughItsTimeIsOld() throws IOException {
    publish(5, 1);
    org.apache.hadoop.fs.Path live = publish(3, 1); // the clock was set back
    assertEquals(Optional.of(live), root.current());
    assertTrue(published().contains(live));
  }

  @Test
  void datesWithoutRunsAreDropped() throws IOException {
    TableStore older = SmallTables.make(root, SmallTables.DATE.minusDays(1), 0);
    new Publisher(root, 1, progress::add)
        .publish(
            SmallTables.DATE.minusDays(1), older, List.of(), Json.object(), SmallTables.MILLIS);
    publish(1, 1);
    assertEquals(
        List.of("date=2026-11-20"), root.dates().stream().map(date -> date.getName()).toList());
  }

  private Set<org.apache.hadoop.fs.Path> published() throws IOException {
    Set<org.apache.hadoop.fs.Path> runs = new HashSet<>();
    root.runs().forEach(manifest -> runs.add(manifest.getPath().getParent()));
    return runs;
  }

  @Test
  void theSameContentIsTheSameRun() throws IOException {
    org.apache.hadoop.fs.Path first = publish(1, 2);
    Map<String, String> before = Trees.hashes(folder.resolve("runs"));
    publish(2, 2);
    assertEquals(first, publish(1, 2));
    assertEquals(Optional.of(first), root.current());
    Map<String, String> after = Trees.hashes(folder.resolve("runs"));
    assertEquals(2, published().size());
    assertTrue(after.entrySet().containsAll(before.entrySet()), after.toString());
    assertTrue(progress.contains("run is already published: " + first));
  }

  @Test
  void aPublishedRunThatWasDamagedIsPublishedAgain() throws IOException {
    org.apache.hadoop.fs.Path first = publish(1, 2);
    Map<String, String> before = Trees.hashes(local(first));
    Files.delete(local(first).resolve("items/part-00000.parquet"));
    assertEquals(first, publish(1, 2));
    assertEquals(before, Trees.hashes(local(first)));
    assertEquals(Set.of(first), published());
    try (Stream<Path> runs = Files.list(local(first).getParent())) {
      assertEquals(1, runs.count(), "the damaged run is dropped");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a flipped byte", "a missing file", "a truncated file", "a file more"})
  void aDamagedTableIsRefused(String damage) throws IOException {
    org.apache.hadoop.fs.Path live = publish(1, 2);
    Map<String, String> before = Trees.hashes(folder.resolve("runs"));
    TableStore tables = SmallTables.make(root, SmallTables.DATE, 2);
    damage(local(tables.folder()).resolve("recommendations/part-00000.parquet"), damage);
    String message =
        assertThrows(UnusableDataException.class, () -> publish(tables, 2, 2)).getMessage();
    assertTrue(message.startsWith("The table recommendations in "), message);
    assertTrue(message.contains(" is damaged: content hash "), message);
    assertEquals(Optional.of(live), root.current());
    assertEquals(before, Trees.hashes(folder.resolve("runs")));
  }

  private static void damage(Path file, String damage) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (damage) {
      case "a missing file" -> Files.delete(file);
      case "a truncated file" -> {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(bytes.length - 1L);
        }
      }
      case "a file more" -> Files.copy(file, file.resolveSibling("part-00001.parquet"));
      default -> {
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
  }

  @Test
  void tablesOfDifferentMakingsAreRefused() throws IOException {
    TableInfo items = SmallTables.make(root, SmallTables.DATE, 1).info("items");
    Publisher.checkChain("items", items, "here");
    String message =
        assertThrows(
                UnusableDataException.class, () -> Publisher.checkChain("items", items, "there"))
            .getMessage();
    assertTrue(
        message.startsWith("The table items was made from data that has changed since."), message);
  }

  @Test
  void aCrashBeforeThePointerDisturbsNothingAndIsClearedUp() throws IOException {
    org.apache.hadoop.fs.Path live = publish(1, 2);
    Path date = local(live).getParent();
    Path staged = date.resolve(FileStore.temporary(live).getName());
    Files.createDirectories(staged.resolve("items"));
    Files.createFile(staged.resolve(Manifest.FILE));
    Path unfinished = Files.createDirectories(date.resolve("0123456789ab/items")).getParent();
    assertEquals(Set.of(live), published());
    org.apache.hadoop.fs.Path next = publish(2, 2);
    assertEquals(Optional.of(next), root.current());
    assertEquals(Set.of(live, next), published());
    assertFalse(Files.exists(staged), "staged by a job that was killed");
    assertFalse(Files.exists(unfinished), "renamed by a job that was killed");
  }

  /** Another date may be published by another job right now: what it stages is left alone. */
  @Test
  void leftoversOfOtherDatesAreClearedUpWhenTheyAreOld() throws IOException {
    String uuid = "-00000000-0000-0000-0000-000000000000";
    Path date = Files.createDirectories(folder.resolve("runs/date=2026-11-19"));
    Path young = Files.createDirectories(date.resolve(".0123456789ab" + uuid));
    Path old = Files.createDirectories(date.resolve(".1123456789ab" + uuid));
    Path pointer = Files.createFile(folder.resolve(".CURRENT" + uuid));
    Path foreign = Files.createDirectories(date.resolve("copy"));
    FileTime now = FileTime.fromMillis(SmallTables.MILLIS);
    FileTime twoDaysAgo = FileTime.fromMillis(SmallTables.MILLIS - 2 * 86_400_000L);
    Files.setLastModifiedTime(young, now);
    for (Path path : List.of(old, pointer, foreign)) {
      Files.setLastModifiedTime(path, twoDaysAgo);
    }
    publish(1, 2);
    assertTrue(Files.exists(young));
    assertTrue(Files.exists(foreign));
    assertFalse(Files.exists(old));
    assertFalse(Files.exists(pointer));
  }
}
