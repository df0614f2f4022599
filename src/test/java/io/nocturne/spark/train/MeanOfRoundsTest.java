package io.nocturne.spark.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nocturne.model.Validation;
import io.nocturne.nn.FlatParameters;
import io.nocturne.nn.Plan;
import io.nocturne.nn.parameter.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The mean of the parameters after each round as the model. */
class MeanOfRoundsTest {
  /**
   * Parameters of 1, 2, 3 and 4 have the means of 2; 2 and 3; 2, 3 and 4. The state itself is not
   * averaged.
   */
  @Test
  void measuresAndKeepsTheMeanOfRounds() {
    List<Float> measured = new ArrayList<>();
    Plan plan =
        TestTraining.PLAN
            .withEpochs(4)
            .withEpochsPerValidation(1)
            .withPatience(9)
            .withBatch(8)
            .withLearningRate(.1);
    Validation validation =
        new Validation() {
          @Override
          public String metric() {
            return "ndcg@100";
          }

          @Override
          public double measure(Parameters parameters) {
            measured.add(FlatParameters.of(parameters)[0]);
            return measured.size() == 3 ? .9 : .1 * measured.size();
          }
        };
    Plan averaged = plan.with(plan.optimization().averagedFrom(2));
    NumberedRounds numbered = new NumberedRounds();
    Rounds rounds = numbered.of(averaged, Optional.of(validation));
    assertEquals(4, numbered.run(rounds).size());
    assertEquals(List.of(1f, 2f, 2.5f, 3f), measured);
    assertArrayEquals(new float[] {2.5f}, FlatParameters.of(rounds.best()));
    assertEquals(3, rounds.bestSoFar().round());
  }
}
