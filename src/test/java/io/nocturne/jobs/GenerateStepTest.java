package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nocturne.math.SplitMix64;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories drawn from a model of two tastes: even users meet even items, odd users odd ones. */
class GenerateStepTest {
  private static final int USERS = 500;

  @TempDir static Path temp;
  private static Path root;
  private static Map<String, String> published;

  /** 90 users and 40 items; two histories in three have eight items, the others four. */
  @BeforeAll
  static void publish() {
    root = temp.resolve("root");
    List<String> log = new ArrayList<>();
    SplitMix64 random = new SplitMix64(1);
    for (int user = 0; user < 90; user++) {
      Set<Integer> items = new TreeSet<>();
      while (items.size() < (user % 3 == 0 ? 4 : 8)) {
        items.add(10 + 2 * random.nextInt(20) + user % 2);
      }
      for (int item : items) {
        log.add("u%d,i%d,1,%d".formatted(10 + user, item, SmallLog.START));
      }
    }
    SmallLog.write(temp.resolve("log.csv"), log);
    run(Command.NIGHTLY, root).done();
    published = Output.published(root);
  }

  private static JobRun run(Command command, Path root, String... keyValues) {
    Stream<String> given =
        Stream.of(
            "root=" + root,
            "input.path=" + temp.resolve("log.csv"),
            "split.kind=none",
            "train.recipe=mult-vae",
            "train.epochs=300",
            "train.epochs-per-validation=300", // one round, and so one job of Spark
            "train.batch=90",
            "train.learning-rate=0.01",
            "train.mult-vae.hidden=16",
            "train.mult-vae.code=1",
            "train.mult-vae.dropout=0",
            "train.mult-vae.anneal-examples=100",
            "train.mult-vae.beta=1",
            "gate.metric=",
            "generate.users=" + USERS);
    return JobRun.of(
        command, Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  private static JobRun generate(Path path, String... keyValues) {
    Stream<String> given = Stream.of("generate.path=" + path);
    return run(
        Command.GENERATE,
        root,
        Stream.concat(given, Arrays.stream(keyValues)).toArray(String[]::new));
  }

  private static List<List<String>> histories(Path path) {
    List<List<String>> histories = new ArrayList<>();
    for (Row row : Output.table(path.getParent(), path.getFileName().toString())) {
      assertEquals(histories.size(), row.getLong(0), "users in order, from 0 on");
      histories.add(row.getList(1));
    }
    return histories;
  }

  /** How many of the items belong to the taste that most of them belong to. */
  private static long ofOneTaste(List<String> items) {
    long even = items.stream().filter(i -> Integer.parseInt(i.substring(1)) % 2 == 0).count();
    return Math.max(even, items.size() - even);
  }

  @Test
  void historiesAreOfOneTasteAndOfTheLengthsOfTheLog() {
    JobRun run = run(Command.GENERATE, root).done().says("500 histories of the mult-vae in ");
    Path path = root.resolve("generated");
    List<List<String>> histories = histories(path);
    assertEquals(USERS, histories.size());
    Map<Integer, Integer> lengths = new TreeMap<>();
    long together = 0;
    long all = 0;
    int[] tastes = new int[2];
    for (List<String> items : histories) {
      lengths.merge(items.size(), 1, Integer::sum);
      assertEquals(items.size(), Set.copyOf(items).size(), "no item twice");
      together += ofOneTaste(items);
      all += items.size();
      tastes[Integer.parseInt(items.get(0).substring(1)) % 2]++;
    }
    // without a taste it would be under .70
    assertTrue(together > .9 * all, "of one taste: " + (double) together / all);
    assertTrue(Math.min(tastes[0], tastes[1]) > USERS / 5, Arrays.toString(tastes));
    assertEquals(Set.of(4, 8), lengths.keySet());
    assertEquals(2 / 3., lengths.get(8) / (double) USERS, .08);
    JsonNode generated = run.report().path("generated");
    assertEquals(USERS, generated.path("users").asInt());
    assertEquals("mult-vae", generated.path("recipe").asText());
    assertEquals(path, JobRun.local(generated.path("path").asText()));
    assertEquals(Output.current(root), JobRun.local(generated.path("model_of").asText()));
    assertEquals(published, Output.published(root), "what is published stays as it is");
    assertFalse(Files.exists(root.resolve("work/date=2026-11-20")), "no run is made");
  }

  @Test
  void theSameSeedGivesTheSameBytes() {
    String first = hash(generate(temp.resolve("again")).done());
    assertEquals(first, hash(generate(temp.resolve("again")).done()), "over the table before");
    assertEquals(first, hash(generate(temp.resolve("elsewhere")).done()));
    assertNotEquals(first, hash(generate(temp.resolve("seeded"), "seed=8").done()));
    String prior = hash(generate(temp.resolve("prior"), "generate.codes=prior").done());
    assertNotEquals(first, prior);
    assertEquals(prior, hash(generate(temp.resolve("prior"), "generate.codes=prior").done()));
  }

  private static String hash(JobRun run) {
    return run.report().path("generated").path("sha256").asText();
  }

  /** A run in the making, first of a recipe that cannot, then of one that can. */
  @Test
  void theModelOfARunInTheMaking() {
    Path other = temp.resolve("making");
    run(Command.GENERATE, other)
        .refused(3, "Cannot find a model in ", "none is published", "prepare and train");
    run(Command.PREPARE, other).done();
    String[] dae = {"train.recipe=mult-dae", "train.epochs=1"};
    run(Command.TRAIN, other, dae).done();
    run(Command.GENERATE, other, dae)
        .refused(3, "is of the recipe mult-dae", "Train one of mult-vae, rec-vae (train.recipe)");
    run(Command.TRAIN, other, "train.epochs=1").done();
    run(Command.GENERATE, other, "generate.model=published")
        .refused(3, "Cannot find a model in ", ": none is published (generate.model: published)");
    assertFalse(Files.exists(other.resolve("generated")));
    run(Command.GENERATE, other, "generate.model=work", "generate.users=3").done();
    assertEquals(3, histories(other.resolve("generated")).size());
    run(Command.GENERATE, root, "generate.model=work")
        .refused(3, "none in ", "work/date=2026-11-20 (generate.model: work)");
  }

  @Test
  void aPathWhereRunsAre() {
    for (String path : List.of("runs", "runs/mine", "x/../runs/mine", "work/mine", ".", "..")) {
      String given = root + "/" + path;
      run(Command.GENERATE, root, "generate.path=" + given)
          .refused(2, "Invalid generate.path: " + given, "expected a folder outside ");
      JobRun.dry(Command.GENERATE, "root=" + root, "generate.path=" + given)
          .refused(2, "Invalid generate.path: " + given);
    }
    assertEquals(published, Output.published(root));
  }

  @Test
  void aPathThatHoldsSomethingElse() {
    SmallLog.writeText(temp.resolve("thesis/chapter.txt"), "mine");
    for (Path taken : List.of(temp.resolve("thesis"), root.resolve("CURRENT"))) {
      generate(taken).refused(2, "Invalid generate.path: " + taken, "everything in it is replaced");
    }
    assertEquals("mine", Output.read(temp.resolve("thesis/chapter.txt")));
    assertEquals(published, Output.published(root));
  }

  @Test
  void aDryRunNamesTheFolder() {
    JobRun run = JobRun.dry(Command.GENERATE, "root=" + root, "generate.path=/somewhere").done();
    assertTrue(run.out().contains("\nwould write: /somewhere\n"), run.out());
  }
}
