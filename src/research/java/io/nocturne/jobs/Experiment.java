package io.nocturne.jobs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The experiments of {@code jobs/research}. */
enum Experiment {
  FAULTS(
      "whether a training ends in the same bytes on any master and after any failure; some 40 processes",
      ResearchRun::faults),
  AVERAGING(
      "the accuracy of 2, 4 and 8 workers against 1, with train.recipe on prepared tables",
      ResearchRun::averaging),
  AVERAGING_ABLATION(
      "the accuracy of every variant of averaging, with train.recipe on prepared tables; up to an hour",
      ResearchRun::averagingAblation),
  LINEAR_AE(
      "train.recipe = linear-ae on prepared tables, compared with its eigen-solution",
      ResearchRun::linearAe),
  INVERSION("the time of EASE's inversion, for 3,500 and 10,000 items", ResearchRun::inversion),
  ROUNDS("the time of rounds over 20,108 items, with one worker per executor", ResearchRun::rounds),
  ROUNDS_SAMPLED(
      "the time of rounds over 500,000 items, with a sampled softmax", ResearchRun::roundsSampled);

  private final String meaning;
  private final Consumer<ResearchRun> body;

  Experiment(String meaning, Consumer<ResearchRun> body) {
    this.meaning = meaning;
    this.body = body;
  }

  /** The name on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it measures, in one line. */
  String meaning() {
    return meaning;
  }

  void run(ResearchRun run) {
    body.accept(run);
  }

  static Optional<Experiment> find(String label) {
    return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
  }
}
