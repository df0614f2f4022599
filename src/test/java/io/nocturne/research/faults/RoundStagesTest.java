package io.nocturne.research.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoundStagesTest {
  private final RoundStages stages = new RoundStages();

  @Test
  void recognizesRoundsByDescription() {
    assertTrue(RoundStages.isRound("round 12"));
    assertTrue(RoundStages.isRound("layer-1: round 2"));
    assertFalse(RoundStages.isRound("a round 2 of mine"));
    assertFalse(RoundStages.isRound(null));
  }

  /** Two jobs collect the means; they share the training stage. */
  @Test
  void lastTwoStagesTrainAndAverage() throws Exception {
    stages.jobStarted("round 1", List.of(4, 5, 6));
    stages.jobStarted("round 1", List.of(4, 5, 7));
    assertNull(stages.task(4, 0, 2), "it distributes the shards");
    assertEquals(new TaskOfRound(Fault.Part.TRAIN, 1, 5, 0, 2), stages.task(5, 0, 2));
    for (int stage : List.of(6, 7)) {
      assertEquals(new TaskOfRound(Fault.Part.AVERAGE, 1, stage, 1, 3), stages.task(stage, 1, 3));
    }
  }

  @Test
  void waitsUntilTheJobIsKnown() throws Exception {
    CompletableFuture<TaskOfRound> asked =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stages.task(3, 0, 1);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    stages.jobStarted("round 1", List.of(3, 4));
    assertEquals(Fault.Part.TRAIN, asked.get().part());
  }
}
