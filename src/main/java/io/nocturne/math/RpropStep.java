package io.nocturne.math;

/**
 * The coefficients of one step of iRPROP-, the same for all parameters (Igel and Huesken, 2000,
 * section 3).
 *
 * @param initial the first step size of a parameter
 * @param shrink eta-, the factor of a step size where the gradient has changed its sign
 * @param grow eta+, the factor where the sign is the same
 * @param least the smallest step size
 * @param greatest the largest one
 * @param weightDecay added to the gradient, times the parameter (an L2 penalty of weightDecay / 2)
 */
public record RpropStep(
    float initial, float shrink, float grow, float least, float greatest, float weightDecay) {}
