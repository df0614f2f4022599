package io.nocturne.nn.layer;

import io.nocturne.math.Activation;
import io.nocturne.math.Compute;
import io.nocturne.math.Kernels;
import io.nocturne.math.Sgemm;
import io.nocturne.nn.batch.Batch;
import io.nocturne.nn.optim.FrozenOptimizer;
import io.nocturne.nn.optim.Optimizer;
import io.nocturne.nn.parameter.Phase;

/**
 * The context of one pass of a batch through a network. Buffers, which are reused from step to
 * step, are in the {@link Workspace}.
 *
 * @param compute threads and kernels
 * @param batch the batch that passes through
 * @param purpose the purpose for which it passes
 * @param phase which part is trained
 * @param seed the seed of the random numbers of this step
 * @param examples the number of examples trained on before this step, for schedules
 * @param goesBack whether there is a backward pass to the input of the output layer
 * @param optimizer takes the gradients
 * @param users the vectors of users, {@link UserVectors#NONE} where the network has none
 * @param workspace the buffers
 */
public record Pass(
    Compute compute,
    Batch batch,
    Purpose purpose,
    Phase phase,
    long seed,
    long examples,
    boolean goesBack,
    Optimizer optimizer,
    UserVectors users,
    Workspace workspace) {

  /** The purpose for which a batch passes through a network. */
  public enum Purpose {
    /** Scores or codes: without noise and backward pass. */
    INFERENCE,
    /** A backward pass to users' vectors, without noise. */
    FOLD_IN,
    /** A step of training: with noise and backward pass. */
    TRAINING
  }

  /** A pass that computes codes or scores of a batch. */
  public static Pass inference(Compute compute, Batch batch, Workspace workspace) {
    return new Pass(
        compute,
        batch,
        Purpose.INFERENCE,
        Phase.ALL,
        0,
        0,
        false,
        FrozenOptimizer.INSTANCE,
        UserVectors.NONE,
        workspace);
  }

  /** The same step with vectors of users. */
  public Pass with(UserVectors vectors) {
    return new Pass(
        compute, batch, purpose, phase, seed, examples, goesBack, optimizer, vectors, workspace);
  }

  /** The same step for another purpose. */
  public Pass with(Purpose other) {
    return new Pass(
        compute, batch, other, phase, seed, examples, goesBack, optimizer, users, workspace);
  }

  /** The same step of another batch. */
  public Pass with(Batch other) {
    return new Pass(
        compute, other, purpose, phase, seed, examples, goesBack, optimizer, users, workspace);
  }

  /** The same step with other random numbers. */
  public Pass seeded(long other) {
    return new Pass(
        compute, batch, purpose, phase, other, examples, goesBack, optimizer, users, workspace);
  }

  /** The same step for frozen layers. */
  public Pass frozen() {
    return new Pass(
        compute,
        batch,
        purpose,
        phase,
        seed,
        examples,
        goesBack,
        FrozenOptimizer.INSTANCE,
        users,
        workspace);
  }

  /** The number of rows of every activation. */
  public int positions() {
    return batch.positions();
  }

  /** The loops over arrays. */
  public Kernels kernels() {
    return compute.kernels();
  }

  /** The matrix products. */
  public Sgemm sgemm() {
    return compute.sgemm();
  }

  /** Whether noise is drawn. */
  public boolean isTraining() {
    return purpose == Purpose.TRAINING;
  }

  /** Turns z into y, and keeps what the backward pass needs, if there is one. */
  public void activate(Activation activation, float[] z, float[] kept, int from, int length) {
    if (purpose == Purpose.INFERENCE) {
      activation.apply(kernels(), z, from, length);
    } else {
      activation.forward(kernels(), z, from, length, kept, from);
    }
  }

  /** At least this many floats for the calling thread until its next call; not cleared. */
  public float[] scratch(int size) {
    return workspace.scratch(size);
  }
}
