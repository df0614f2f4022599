package io.nocturne.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.math.Compute;
import io.nocturne.math.ParallelLoop;
import io.nocturne.nn.Gradients;
import io.nocturne.nn.TextbookRecVae;
import io.nocturne.nn.batch.Batch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate of the divergence from the composite prior. */
class CompositeCodeTest {
  private static final Compute COMPUTE = Compute.on(new ParallelLoop(1));

  private static Pass pass(int rows, float[] prior, long seed) {
    Pass pass = Passes.training(COMPUTE, Batch.withoutInput(rows), seed);
    Arrays.fill(pass.batch().targetSums(), 0, rows, 1);
    pass.workspace().setPrior(prior);
    return pass;
  }

  /** The weighted estimate of one row; the weight is 1. */
  private static double estimate(float[] in, float[] prior, long seed, float[] out) {
    CompositeCode code = new CompositeCode(out.length, 1);
    Pass pass = pass(1, prior, seed);
    float[] scratch = new float[code.scratch()];
    Flow flow = new Flow(in, out, null, null, scratch);
    code.forward(pass, List.of(), flow);
    return code.penalty(pass, flow);
  }

  private static double density(double z, double mean, double variance) {
    return Math.exp(-Math.pow(z - mean, 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  }

  /** mu and log sigma^2, and those of the previous posterior: close, distant, narrow and wide. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0", "1, -2, 1.1, -2", "3, -4, -3, -5", "-6, 1, 2, 3", "40, 2, 0, 0"})
  void singleNumber(float mean, float logVariance, float oldMean, float oldLogVariance) {
    float[] z = new float[1];
    float[] in = {mean, logVariance};
    double estimate = estimate(in, new float[] {oldMean, oldLogVariance}, 4, z);
    double mixture =
        3.0 / 20 * density(z[0], 0, 1)
            + 3.0 / 4 * density(z[0], oldMean, Math.exp(oldLogVariance))
            + 1.0 / 10 * density(z[0], 0, Math.exp(10));
    double expected = Math.log(density(z[0], mean, Math.exp(logVariance))) - Math.log(mixture);
    assertEquals(expected, estimate, 2e-5 * Math.max(1, Math.abs(expected)));
  }

  /** More numbers than factors per logarithm. */
  @Test
  void manyNumbers() {
    int units = 1000;
    float[] in = Gradients.random(1, 2 * units, 1);
    float[] prior = Gradients.random(2, 2 * units, 1);
    float[] z = new float[units];
    double estimate = estimate(in, prior, 4, z);
    double expected =
        new TextbookRecVae.Code(units, 1)
            .estimate(
                Gradients.doubles(in, 0, 2 * units),
                Gradients.doubles(z, 0, units),
                Gradients.doubles(prior, 0, 2 * units));
    assertEquals(expected, estimate, 1e-5 * Math.abs(expected));
  }

  /** The expected divergence is a sum over a fine grid. */
  @Test
  void meanOfEstimatesIsTheDivergence() {
    float[] in = {.8f, -1};
    float[] prior = {-.5f, -.7f};
    double divergence = 0;
    double step = 1e-3;
    for (double z = -12; z < 12; z += step) {
      double q = density(z, .8f, Math.exp(-1));
      double p =
          .15 * density(z, 0, 1)
              + .75 * density(z, -.5f, Math.exp(-.7f))
              + .1 * density(z, 0, Math.exp(10));
      divergence += step * q * Math.log(q / p);
    }
    int draws = 20_000;
    double sum = 0;
    double squares = 0;
    for (int draw = 0; draw < draws; draw++) {
      double estimate = estimate(in, prior, draw, new float[1]);
      sum += estimate / draws;
      squares += estimate * estimate / draws;
    }
    double deviation = Math.sqrt((squares - sum * sum) / draws);
    assertTrue(deviation < .02 * divergence, "precise enough to tell: " + deviation);
    assertEquals(divergence, sum, 4 * deviation);
  }

  /** Rows are weighted by the sum of their targets and by gamma. */
  @Test
  void penaltyIsWeighted() {
    float[] in = Gradients.random(1, 2 * 2 * 3, 1);
    float[] prior = Gradients.random(2, in.length, 1);
    double[] alone = new double[2];
    for (int r = 0; r < 2; r++) {
      Pass pass = pass(2, prior, 4);
      pass.batch().targetSums()[0] = 1 - r;
      pass.batch().targetSums()[1] = r;
      alone[r] = penalty(pass, in, 1);
    }
    Pass pass = pass(2, prior, 4);
    pass.batch().targetSums()[0] = 3;
    pass.batch().targetSums()[1] = .5f;
    double expected = .2 * (3 * alone[0] + .5 * alone[1]);
    assertEquals(expected, penalty(pass, in, .2), 1e-6 * Math.abs(expected));
  }

  private static double penalty(Pass pass, float[] in, double gamma) {
    CompositeCode code = new CompositeCode(3, gamma);
    Flow flow = new Flow(in, new float[2 * 3], null, null, new float[2 * code.scratch()]);
    code.forward(pass, List.of(), flow);
    return code.penalty(pass, flow);
  }

  @Test
  void codeIsTheMeanInInference() {
    Pass pass = Pass.inference(COMPUTE, Batch.withoutInput(2), new Workspace());
    float[] out = new float[4];
    float[] in = {1, 2, 8, 9, 3, 4, 8, 9};
    new CompositeCode(2, 1).forward(pass, List.of(), new Flow(in, out, null, null, new float[10]));
    assertArrayEquals(new float[] {1, 2, 3, 4}, out);
  }
}
