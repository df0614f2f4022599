/**
 * What all rooms of {@code spark} share: blocks of a table, the arrays of a row, parameters as
 * broadcasts, and data that cannot be used. May import {@code model} and what is below, and none of
 * its rooms. Read first: {@link Blocks}.
 */
package io.nocturne.spark;
