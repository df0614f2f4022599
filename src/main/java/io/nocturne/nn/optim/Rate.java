package io.nocturne.nn.optim;

/** The learning rate as a function of the examples seen, not of the steps. */
public interface Rate {
  /**
   * The rate of a step.
   *
   * @param seen the number of examples that all workers have trained on before
   */
  double at(long seen);
}
