package io.nocturne.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.config.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest integer works for every key, or is rejected. */
class LargestValuesTest {
  private static final int LARGEST = Integer.MAX_VALUE;

  @TempDir Path temp;

  /** Each integer key on its own, in dry runs: a value is rejected only by the key's range. */
  @Test
  void everyKeyAcceptsOrRejectsIt() {
    Path log = SmallLog.write(temp.resolve("days/dt=2026-11-20/log.csv"), SmallLog.csv());
    Reference reference = Reference.get();
    List<String> surprising = new ArrayList<>();
    for (String key : reference.keys()) {
      if (reference.type(key).startsWith("integer")) {
        String setting = key + "=" + LARGEST;
        String input = "input.path=" + log.getParent().getParent() + "/dt={date}";
        JobRun run = JobRun.dry(Command.NIGHTLY, input, "root=" + temp.resolve("root"), setting);
        boolean isExpected =
            run.status() == 0 || run.status() == 2 && run.err().contains("Invalid " + key);
        boolean isAtMostEpochs = key.equals("train.average-from-epoch");
        if (!isExpected && !isAtMostEpochs || run.err().contains("\tat ")) {
          surprising.add(setting + ": " + run.err());
        }
      }
    }
    assertEquals(List.of(), surprising);
  }

  /** All keys that accept it, together in one nightly. */
  @Test
  void nightlySucceeds() {
    SmallLog.write(temp.resolve("days/dt=2026-11-20/log.csv"), SmallLog.csv());
    List<String> settings = new ArrayList<>();
    for (String key :
        List.of(
            "input.days",
            "input.max-missing-days",
            "prepare.max-history",
            "train.epochs",
            "train.batch",
            "train.averaging.epochs-per-round",
            "train.schedule.every-epochs",
            "train.mult-vae.anneal-examples",
            "evaluate.max-baseline-items",
            "materialize.top-n",
            "materialize.similar-items",
            "publish.keep")) {
      settings.add(key + "=" + LARGEST);
    }
    settings.add("root=" + temp.resolve("root"));
    settings.add("input.path=" + temp.resolve("days") + "/dt={date}");
    settings.add("train.recipe=mult-vae");
    settings.add("train.mult-vae.hidden=8");
    settings.add("train.mult-vae.code=4");
    settings.add("train.schedule.shape=cosine");
    settings.add("train.epochs-per-validation=1");
    settings.add("train.patience=1");
    settings.add("split.validation=true");
    settings.add("train.stop-by=ndcg@999999999");
    settings.add("evaluate.metrics=ndcg@999999999,recall@999999999,coverage@999999999");
    settings.add("gate.metric=");
    JobRun.of(Command.NIGHTLY, settings.toArray(String[]::new)).done();
  }
}
