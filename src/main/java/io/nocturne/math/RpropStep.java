package io.nocturne.math;

/**
 * The numbers of one step of iRPROP-, the same for all parameters (Igel and Huesken, 2000, section
 * 3).
 *
 * @param initial the step size of a parameter that has none yet
 * @param shrink eta-, by which a step size is multiplied where the gradient has changed its sign
 * @param grow eta+, by which it is where the sign is the same
 * @param least the smallest step size
 * @param greatest the largest one
 * @param weightDecay added to the gradient, times the parameter (an L2 penalty of half of it)
 */
public record RpropStep(
    float initial, float shrink, float grow, float least, float greatest, float weightDecay) {}
