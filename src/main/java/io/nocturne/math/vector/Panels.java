package io.nocturne.math.vector;

import static io.nocturne.math.vector.MicroKernel.COLUMNS;
import static io.nocturne.math.vector.VectorFunctions.LANES;
import static io.nocturne.math.vector.VectorFunctions.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Packs blocks of matrices for {@link MicroKernel}. */
final class Panels {
  private Panels() {}

  /**
   * Packs {@code size} lines (rows of op(A), columns of op(B)) of {@code depth} elements into
   * panels of {@code width} lines: element d of line l is at {@code panel * width * depth + d *
   * width + l % width}. The last panel is padded with zeros.
   *
   * @param line steps from line to line in {@code x}
   * @param next steps from element to element of a line in {@code x}
   */
  static void pack(
      float[] x, int from, int line, int next, int size, int depth, int width, float[] packed) {
    int to = 0;
    for (int first = 0; first < size; first += width, to += width * depth) {
      int lines = Math.min(width, size - first);
      int at = from + first * line;
      if (lines < width) {
        Arrays.fill(packed, to, to + width * depth, 0);
      }
      if (line == 1) {
        copy(x, at, next, lines, depth, width, packed, to);
      } else {
        transpose(x, at, line, lines, depth, width, packed, to);
      }
    }
  }

  /** Lines are interleaved: the first elements of all, the second ones, ... */
  private static void copy(
      float[] x, int from, int next, int lines, int depth, int width, float[] packed, int to) {
    if (lines == COLUMNS) { // a full panel of B
      copyVectors(x, from, next, depth, packed, to);
      return;
    }
    for (int d = 0; d < depth; d++) {
      int at = from + d * next;
      int target = to + d * width;
      for (int l = 0; l < lines; l++) {
        packed[target + l] = x[at + l];
      }
    }
  }

  private static void copyVectors(
      float[] x, int from, int next, int depth, float[] packed, int to) {
    for (int d = 0; d < depth; d++) {
      int at = from + d * next;
      int target = to + d * COLUMNS;
      FloatVector.fromArray(SPECIES, x, at).intoArray(packed, target);
      FloatVector.fromArray(SPECIES, x, at + LANES).intoArray(packed, target + LANES);
    }
  }

  /** Lines are stored one after another. */
  private static void transpose(
      float[] x, int from, int line, int lines, int depth, int width, float[] packed, int to) {
    for (int l = 0; l < lines; l++) {
      int at = from + l * line;
      int target = to + l;
      for (int d = 0; d < depth; d++) {
        packed[target + d * width] = x[at + d];
      }
    }
  }
}
