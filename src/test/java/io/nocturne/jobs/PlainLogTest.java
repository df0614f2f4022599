package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.PublishedTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published tables of a log with only users and items. */
class PlainLogTest {
  @TempDir Path temp;

  /** Ids are unchanged, and tables have no columns for what the log lacks. */
  @Test
  void logWithoutTimesOrRatings() throws Exception {
    Path log = temp.resolve("tiny.csv");
    Files.writeString(log, "user,item\n3,b\n1,a\n1,b\n2,a\n2,c\n3,d\n10,c\n10,a\n10,d\n");
    Path tiny =
        JobRun.of(
                Command.NIGHTLY,
                "root=" + temp.resolve("root"),
                "input.path=" + log,
                "split.kind=none")
            .published();
    Set<String> names = Output.hashes(tiny).keySet();
    assertEquals(Set.of("items", "users", "vectors", "recommendations", "quarantine"), names);
    try (PublishedTables published = new PublishedTables(tiny, names)) {
      assertEquals(
          "user_id BIGINT, user_index INTEGER, items INTEGER[], weights FLOAT[]",
          published.columns("vectors"));
      assertEquals(
          List.of("1 | 0 | 2", "2 | 1 | 2", "3 | 2 | 2", "10 | 3 | 3"),
          published.rows("from users"));
      assertEquals(
          List.of("a | 0 | null | 3", "b | 1 | null | 2", "c | 2 | null | 2", "d | 3 | null | 2"),
          published.rows("from items"));
      assertEquals(
          List.of("1 | c,d", "2 | b,d", "3 | a,c", "10 | b"),
          published.rows(
              "select user_id, array_to_string(list_sort([r.item_id for r in recommendations]),"
                  + " ',') from recommendations"));
      assertTrue(published.rows("from quarantine").isEmpty());
    }
  }
}
