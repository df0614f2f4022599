package io.nocturne.math;

/**
 * The coefficients of one step of gradient descent with momentum, the same for all parameters
 * (Polyak, 1964, equation 9).
 *
 * @param rate the learning rate
 * @param momentum the share of the velocity that is kept, 0 for none
 * @param weightDecay added to the gradient, times the parameter (an L2 penalty of weightDecay / 2)
 */
public record MomentumStep(float rate, float momentum, float weightDecay) {}
