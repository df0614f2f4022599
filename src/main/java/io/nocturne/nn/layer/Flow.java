package io.nocturne.nn.layer;

/**
 * The arrays that a hidden layer reads and writes, each [positions x width] in row-major order.
 *
 * @param in the input
 * @param out the output
 * @param outGradient the gradient by {@code out}; null without a backward pass. The layer may
 *     overwrite it on the way back
 * @param inGradient the gradient by {@code in}, which the layer writes; null where there is no way
 *     back
 * @param scratch what the layer keeps from forward to backward
 */
public record Flow(
    float[] in, float[] out, float[] outGradient, float[] inGradient, float[] scratch) {}
