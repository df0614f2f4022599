package io.nocturne.math;

/**
 * The coefficients of one step of Adagrad, the same for all parameters (Duchi, Hazan and Singer,
 * 2011, figure 1).
 *
 * @param rate the learning rate
 * @param epsilon added to the denominator, above 0, as the sum of squares may be 0
 * @param weightDecay added to the gradient, times the parameter (an L2 penalty of weightDecay / 2)
 */
public record AdagradStep(float rate, float epsilon, float weightDecay) {}
