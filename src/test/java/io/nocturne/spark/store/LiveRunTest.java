package io.nocturne.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two published runs, of which files of the live one are damaged in every way. */
class LiveRunTest {
  @TempDir Path folder;
  private RunRoot root;
  private org.apache.hadoop.fs.Path first;
  private org.apache.hadoop.fs.Path live;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void publishTwo() throws IOException {
    root = SmallTables.root(folder);
    first = publish(1);
    live = publish(2);
    told.clear();
  }

  private org.apache.hadoop.fs.Path publish(int version) throws IOException {
    TableStore tables = SmallTables.make(root, SmallTables.DATE, version);
    return new Publisher(root, 5, told::add)
        .publish(
            SmallTables.DATE,
            tables,
            List.of("model"),
            (com.fasterxml.jackson.databind.node.ObjectNode)
                Json.parse("{\"figures\": {\"users\": 3, \"items\": 4}}"),
            SmallTables.MILLIS + 1000L * version);
  }

  private Path local(org.apache.hadoop.fs.Path path, String name) {
    return Path.of(path.toUri()).resolve(name);
  }

  private void damage(Path file, String how) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    switch (how) {
      case "missing" -> {}
      case "a folder" -> Files.createDirectory(file);
      case "empty" -> Files.createFile(file);
      case "truncated" -> Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      case "binary" -> Files.write(file, new byte[] {0, (byte) 0xff, (byte) 0x80, 10, 0});
      case "followed" -> Files.writeString(file, new String(bytes, StandardCharsets.UTF_8) + "}");
      default -> Files.writeString(file, how);
    }
  }

  private String all() {
    return String.join("\n", told);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "empty,                             it is empty",
        "truncated,                         it does not name a run",
        "binary,                            it does not name a run",
        "a folder,                          it is a folder",
        "runs/date=2026-11-20,              it does not name a run",
        "../elsewhere/0123456789ab,         it does not name a run",
        "/etc,                              it does not name a run",
        "a:b,                               it does not name a run",
      })
  void aDamagedPointerIsSetAsideAndTheLastRunTakenForTheLiveOne(String how, String said)
      throws IOException {
    damage(folder.resolve("CURRENT"), how);
    assertThrows(DamagedFileException.class, root::current);
    LiveRun found = LiveRun.find(root, told::add).orElseThrow();
    assertEquals(live, found.path());
    assertFalse(found.isWhole(), "nobody can read it through CURRENT");
    assertTrue(all().contains("/CURRENT is damaged: " + said), all());
    assertTrue(
        all().contains("Using the most recently published run as the live one: " + live), all());

    org.apache.hadoop.fs.Path next = publish(3);
    assertEquals(Optional.of(next), root.current());
    assertTrue(all().contains("the damaged CURRENT is kept as "), all());
    assertTrue(Files.exists(folder.resolve("CURRENT.damaged-20261121T030003Z")));
  }

  @Test
  void aPointerThatIsMissingOrNamesNoRunThatIsThere() throws IOException {
    Files.delete(folder.resolve("CURRENT"));
    assertEquals(live, LiveRun.find(root, told::add).orElseThrow().path());
    assertTrue(
        all().startsWith("there is no CURRENT. Using the most recently published run"), all());
    told.clear();
    Files.writeString(folder.resolve("CURRENT"), "runs/date=2026-11-19/0123456789ab\n");
    assertEquals(live, LiveRun.find(root, told::add).orElseThrow().path());
    assertTrue(all().startsWith("CURRENT names a run that is not there: "), all());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "empty,            it is empty",
        "truncated,        it is not valid JSON",
        "binary,           it is not valid JSON",
        "followed,         it is not valid JSON",
        "a folder,         it is a folder",
        "[],               it is not a JSON object",
        "{},               it lists no tables of a date",
        "\"{\"\"date\"\": 1}\", it lists no tables of a date",
        "missing,          has no manifest.json",
      })
  void aDamagedManifestLeavesTheRunBefore(String how, String said) throws IOException {
    damage(local(live, "manifest.json"), how);
    LiveRun found = LiveRun.find(root, told::add).orElseThrow();
    assertEquals(first, found.path());
    assertFalse(found.isWhole(), "it is not the live one");
    assertTrue(all().contains(said) && all().contains(live.toString()), all());
    mended(live);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "empty,          it is empty",
        "truncated,      it is not valid JSON",
        "a folder,       it is a folder",
        "[],             it is not a JSON object",
        "{},             it has no schema of a table",
        "\"{\"\"schema\"\": 3}\", it has no schema of a table",
        "missing,        it has no _table.json",
      })
  void aDamagedTableIsTold(String how, String said) throws IOException {
    damage(local(live, "items/_table.json"), how);
    LiveRun found = LiveRun.find(root, told::add).orElseThrow();
    assertEquals(live, found.path(), "its figures stand in the manifest");
    assertFalse(found.isWhole());
    assertTrue(all().contains("the live run is incomplete: " + live + "/items"), all());
    assertTrue(all().contains(said), all());
    mended(live);
  }

  @ParameterizedTest
  @CsvSource({"empty", "truncated", "missing", "a folder", "other text"})
  void aDamagedModelIsPublishedAgain(String how) throws IOException {
    damage(local(live, "model/model.json"), how);
    mended(live);
  }

  /** Publishing the very same run again must not take the damaged one for it. */
  private void mended(org.apache.hadoop.fs.Path run) throws IOException {
    Map<String, String> whole = Trees.hashes(local(first, ""));
    assertEquals(run, publish(2));
    assertEquals(Optional.of(run), root.current());
    assertTrue(LiveRun.find(root, told::add).orElseThrow().isWhole(), all());
    assertEquals(whole.keySet(), Trees.hashes(local(run, "")).keySet());
    assertEquals("version 2 of the file", Files.readString(local(run, "model/model.json")));
  }

  @Test
  void nothingIsLeftToCompareWith() throws IOException {
    for (org.apache.hadoop.fs.Path run : List.of(first, live)) {
      damage(local(run, "manifest.json"), "empty");
    }
    assertEquals(Optional.empty(), LiveRun.find(root, told::add));
    assertTrue(all().endsWith("to compare with"), all());
  }

  @Test
  void aWholeRunIsFoundInSilence() {
    assertEquals(live, LiveRun.find(root, told::add).orElseThrow().path());
    assertTrue(LiveRun.find(root, told::add).orElseThrow().isWhole());
    assertEquals(List.of(), told);
    assertEquals(
        Optional.empty(), LiveRun.find(SmallTables.root(folder.resolve("new")), told::add));
    assertEquals(List.of(), told);
  }
}
