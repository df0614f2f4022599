package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables that restrict lists as files, good and bad; and what becomes of their lists. */
class RestrictionTablesTest {
  @TempDir static Path temp;

  private static ListRun run;

  @BeforeAll
  static void train() {
    run = new ListRun(temp);
  }

  /** What the gate looks at, and what is shown, does not depend on the form. */
  @Test
  void bothFormsArePublishedWithTheSameFigures() {
    JsonNode nested = nightly("nested", "show-users=2");
    JsonNode inLong = nightly("long", "show-users=2");
    for (String figure : List.of("empty_lists", "most_alike", "users_by_tier", "served_users")) {
      assertFalse(nested.path("figures").path(figure).isMissingNode(), figure);
      assertEquals(nested.path("figures").path(figure), inLong.path("figures").path(figure));
    }
    assertEquals(3, inLong.path("figures").path("served_users").asInt());
    assertEquals(24, inLong.path("figures").path("log_users").asInt());
    assertEquals(
        List.of("item_id", "rank", "similar_item_id", "score"),
        inLong
            .path("tables")
            .path("similar_items")
            .path("schema")
            .path("fields")
            .findValues("name")
            .stream()
            .map(JsonNode::asText)
            .toList());
  }

  private JsonNode nightly(String form, String... keyValues) {
    Path root = temp.resolve("nightly-" + form);
    Path table = run.csv("three.csv", "user", "u12", "u15", "u33");
    List<String> settings = new ArrayList<>(List.of(keyValues));
    settings.addAll(
        List.of(
            "root=" + root,
            "materialize.lists=" + form,
            "materialize.users=" + table,
            "materialize.similar-items=2",
            "materialize.allowed-items=" + run.csv("one.csv", "item", "i12")));
    JobRun job = run.run(Command.NIGHTLY, settings.toArray(String[]::new)).done();
    assertTrue(job.out().contains("user u15, 4 interactions"), job.out());
    return Output.json(job.published().resolve("manifest.json"));
  }

  @Test
  void aChangedTableMakesOtherLists() {
    Path table = run.csv("changing.csv", "user,item", "u10,i18");
    String setting = "materialize.blocked=" + table;
    run.materialize(setting).done();
    String first = run.about("made_from");
    run.materialize(setting).done();
    assertEquals(first, run.about("made_from"), "the same table");
    run.csv("changing.csv", "user,item", "u10,i20");
    run.materialize(setting).done();
    assertNotEquals(first, run.about("made_from"));
    run.run(Command.PUBLISH)
        .refused(3, "The table recommendations was made from data that has changed since");
    run.materialize().done();
    run.run(Command.PUBLISH, setting)
        .refused(3, "recommendations was made from data that has changed");
    run.run(Command.PUBLISH, "materialize.lists=long").refused(3, "has changed since");
  }

  /** So that a table that is replaced meanwhile does not have users whom nothing has counted. */
  @Test
  void aTableIsReadOnceAfterItsCheck() {
    AtomicInteger opened = new AtomicInteger();
    FailingFileSystem.install();
    try {
      FailingFileSystem.onOpen = file -> opened.incrementAndGet();
      run.materialize("materialize.users=failing://" + run.csv("who.csv", "user", "u10", "u12"))
          .done()
          .says("materialize.users: 2 of 24 users\n");
      assertEquals(4, opened.get(), "encoding, header, check, rows");
      opened.set(0);
      run.materialize("materialize.blocked=failing://" + run.csv("no.csv", "user,item", "u10,i18"))
          .done();
      assertEquals(4, opened.get(), "encoding, header, check, rows");
    } finally {
      FailingFileSystem.remove();
    }
  }

  @Test
  void nothingThatIsKnown() {
    Path table = run.csv("strange.csv", "user,item", "u98,x1", "u99,x2");
    run.materialize("materialize.allowed-items=" + table)
        .refused(
            3,
            "Nothing in materialize.allowed-items is known: " + table,
            "has 2 such as x1, this run has items such as i10",
            "materialize.tables.item");
    run.materialize("materialize.users=" + table)
        .refused(3, "materialize.users is known", "2 such as u98, this run has users such as u10");
    run.materialize("materialize.blocked=" + table)
        .refused(3, "materialize.blocked is known", "2 such as u98, x1", "users such as u10 and i");
    Path zero = SmallLog.writeText(temp.resolve("zero.csv"), "");
    run.materialize("materialize.blocked=" + zero)
        .refused(3, "Empty table of materialize.blocked: " + zero + " has 0 bytes");
    Path none = run.csv("none.csv", "user,item");
    run.materialize("materialize.users=" + none).refused(3, none + " has nothing");
    run.materialize("materialize.blocked=" + none).done().says("blocked: 0 pairs");
    assertEquals(run.plainHash(), run.hash());
  }

  @Test
  void tablesThatCannotBeRead() {
    Path gone = temp.resolve("gone.csv");
    for (Command command : List.of(Command.MATERIALIZE, Command.NIGHTLY)) {
      run.run(command, "materialize.blocked=" + gone)
          .refused(3, "Table not found: " + gone, "Check materialize.blocked");
    }
    run.run(Command.PUBLISH, "materialize.blocked=" + gone).refused(3, "has changed since");
    Path wrong = run.csv("wrong.csv", "user;item", "u10;i10");
    run.materialize("materialize.blocked=" + wrong)
        .refused(3, "Column not found: user in " + wrong, "materialize.tables.delimiter = \";\"");
    run.materialize("materialize.blocked=" + wrong, "materialize.tables.delimiter=;")
        .done()
        .says("materialize.blocked: 1 pairs");
    Path holes = run.csv("holes.csv", "user,item", "u10,i10", ",i11");
    run.materialize("materialize.blocked=" + holes)
        .refused(3, "Too many bad rows: 1 of 2 rows of the table " + holes, "(user: missing)");
    run.materialize("materialize.blocked=" + holes, "prepare.max-bad-share=0.5")
        .done()
        .says("They are passed over");
    run.materialize("materialize.users=" + run.work().resolve("users"))
        .refused(2, "Invalid materialize.users: ", "expected a path outside");
  }

  /** As another program leaves them: parquet with the names that Nocturne's own tables have. */
  @Test
  void parquetAndJsonAndTheRunsDate() {
    Path folder = temp.resolve("allowed/2026-11-20");
    SparkSession.active()
        .sql("select 'i10' item_id union all select 'i12'")
        .write()
        .mode("overwrite")
        .parquet(folder.toString());
    run.materialize("materialize.allowed-items=" + temp.resolve("allowed/{date}"))
        .done()
        .says("materialize.allowed-items: 2 of 12 items\n");
    Path json = run.csv("who.json", "{\"member\": \"u10\"}", "{\"member\": \"u11\"}");
    run.materialize("materialize.users=" + json, "materialize.tables.user=member")
        .done()
        .says("materialize.users: 2 of 24 users\n");
  }
}
