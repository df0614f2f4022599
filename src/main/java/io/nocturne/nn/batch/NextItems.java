package io.nocturne.nn.batch;

/**
 * The next items of a sequence: each position of a history is to predict the items that come after
 * it, with their weights (Sachdeva et al., "Sequential variational autoencoders for collaborative
 * filtering", WSDM 2019, section 3.2). The last position has no targets.
 *
 * @param count how many of the next items, 1 or more
 */
public record NextItems(int count) implements Targets {
  /** Checks that the count is in range. */
  public NextItems {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Invalid number of next items: " + count + " (expected 1 or more)");
    }
  }

  @Override
  public Source source(int items) {
    return (rows, row, firstPosition, random, targets) -> {
      int start = rows.start(row);
      for (int k = start; k < rows.end(row); k++) {
        int end = (int) Math.min(rows.end(row), k + 1L + count);
        for (int next = k + 1; next < end; next++) {
          targets.add(firstPosition + k - start, rows.index(next), rows.value(next));
        }
      }
    };
  }

  @Override
  public double expected(double length, int items) {
    return length * Math.min(count, length);
  }

  @Override
  public boolean isSequential() {
    return true;
  }
}
