package io.nocturne.nn.optim;

/** What the learning rate is, by the examples and not by the steps. */
public interface Rate {
  /**
   * The rate of a step.
   *
   * @param seen how many examples all workers have learnt from before
   */
  double at(long seen);
}
