/**
 * A batch made ready for a step: corrupted input, positions, targets, and the tiles that the output
 * layer is cut into. May import {@code math} only, and knows neither parameters nor layers. Read
 * first: {@link Batch}, then {@link Targets}.
 */
package io.nocturne.nn.batch;
