package io.nocturne.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The commands of {@code jobs/nocturne}. */
public enum Command {
  SAMPLE("writes the built-in sample log", "sample.path", new SampleStep()),
  PREPARE(
      "reads the interaction log and writes items, users, vectors and what is held out",
      "root/work/date=DATE",
      new PrepareStep()),
  TRAIN("trains the model on the prepared tables", "root/work/date=DATE/model", new TrainStep()),
  EVALUATE(
      "measures the model and the baselines on what is held out",
      "root/work/date=DATE/metrics, user_metrics",
      new EvaluateStep()),
  MATERIALIZE(
      "writes the recommendations of every user, the similar items of every item, and their codes or weights",
      "root/work/date=DATE/recommendations, similar_items, user_codes, item_codes, item_weights",
      new MaterializeStep()),
  PUBLISH(
      "checks the run and points root/CURRENT at it",
      "root/runs/date=DATE/RUN, root/CURRENT",
      new PublishStep()),
  NIGHTLY(
      "all of them: from the log to the published run",
      "root/work/date=DATE, root/runs/date=DATE/RUN, root/CURRENT",
      new BeginStep(),
      new PrepareStep(),
      new TrainStep(),
      new EvaluateStep(),
      new MaterializeStep(),
      new PublishStep(),
      new ShowStep()),
  GENERATE(
      "draws histories of users who do not exist from a variational model",
      "generate.path",
      new GenerateStep()),
  BENCH(
      "measures how fast this machine is, from matrix products to the steps of a nightly",
      "nothing that stays",
      new BenchStep());

  private final String meaning;
  private final String writes;
  private final List<Step> steps;

  Command(String meaning, String writes, Step... steps) {
    this.meaning = meaning;
    this.writes = writes;
    this.steps = List.of(steps);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A description in one line. */
  String meaning() {
    return meaning;
  }

  /** The output in one line. */
  String writes() {
    return writes;
  }

  /** The key=value of its arguments: {@code bench step} stands for {@code bench.what=step}. */
  List<String> settings(List<String> arguments) {
    List<String> names = arguments.stream().filter(text -> !text.contains("=")).toList();
    if (this != BENCH || names.isEmpty()) {
      return arguments;
    }
    List<String> settings = new ArrayList<>(arguments);
    settings.removeAll(names);
    settings.add("bench.what=" + String.join(",", names));
    return settings;
  }

  /** Whether it works on the run of a date. */
  boolean makesRun() {
    return this != SAMPLE && this != GENERATE && this != BENCH;
  }

  /** Whether it reads the log itself rather than what prepare has made of it. */
  boolean readsLog() {
    return this == PREPARE || this == NIGHTLY;
  }

  /** Whether it makes lists, and so reads the tables that restrict them. */
  boolean makesLists() {
    return this == MATERIALIZE || this == NIGHTLY;
  }

  List<Step> steps() {
    return steps;
  }
}
