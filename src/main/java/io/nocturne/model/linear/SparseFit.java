package io.nocturne.model.linear;

import io.nocturne.math.SparseRows;
import io.nocturne.math.linear.ColumnSolver;
import io.nocturne.math.linear.GramRule;
import io.nocturne.math.linear.GramSurvey;
import io.nocturne.math.linear.RankedItems;
import io.nocturne.math.linear.RowLengths;
import io.nocturne.math.linear.SolvedColumns;
import io.nocturne.math.linear.SparseGram;
import io.nocturne.model.RowProducts;
import io.nocturne.model.TrainingData;
import io.nocturne.nn.parameter.Parameters;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains item x item weights column by column from a sparse Gram matrix. A plan comes first: what
 * the matrix and the weights will take is estimated from a sample of their rows, reported, and
 * compared with the memory there is.
 *
 * @param label whose settings are named in messages, such as {@code train.sparse-ease}
 * @param rule what is kept of the Gram matrix; its least similarity is chosen by the density
 * @param density the wanted share of the item x item weights, above 0; 1 or more for all
 * @param longest the longest row that is used; 0 for all
 */
public record SparseFit(String label, GramRule rule, double density, int longest) {
  private static final double GIB = 1L << 30;

  /** Operations that a core does in a second: products of pairs in rows, and of matrices. */
  private static final double PAIRS_PER_SECOND = 2e8;

  private static final double FLOPS_PER_SECOND = 2e10;

  /** A rank and a product; the number of a neighbour. */
  private static final int PAIR_BYTES = 8;

  private static final int NEIGHBOUR_BYTES = 4;

  /** An entry of the solved columns, of the matrix by rows, and of the blocks of the model. */
  private static final int WEIGHT_BYTES = 3 * 8;

  /** An item in ranks and moments, and in the scratch of a task. */
  private static final int ITEM_BYTES = 64;

  /** A trained entry at a task: index and weight, and its place in the lists of users. */
  private static final int ENTRY_BYTES = 20;

  private static final int[] THRESHOLDS = {2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64};

  /** The weights as parameters of a {@link SparseItemWeights}. */
  public Parameters fit(TrainingData data, ColumnSolver solver) {
    RowProducts products = data.products();
    RowLengths lengths = products.lengths();
    if (longest > 0) {
      products = used(products, lengths, data.progress());
      lengths = products.lengths();
    }
    RankedItems items = products.rankedItems();
    GramSurvey survey = products.survey(items, rule);
    double all = (double) items.items() * items.items();
    GramRule chosen = density >= 1 ? rule : rule.withLeast(survey.least(density * all));
    plan(data, lengths, survey, chosen.least());
    double expected = survey.pairs(rule.threshold()) + survey.neighbours(chosen.least(), 1);
    SparseGram gram = products.sparseGram(items, chosen, expected);
    data.progress()
        .accept(
            "sparse Gram matrix: %,d pairs, %,d neighbours (%.3f %% of all weights)"
                .formatted(gram.pairs(), gram.neighbours(), 100 * gram.neighbours() / all));
    List<SolvedColumns> columns =
        products.columns(gram, solver, new EveryTenth("columns", data.progress()));
    long mended = columns.stream().mapToLong(SolvedColumns::mended).sum();
    if (mended > 0) {
      data.progress()
          .accept(
              "%,d of %,d columns were not positive definite without the products below the threshold, and were mended by a larger penalty"
                  .formatted(mended, items.items()));
    }
    SparseRows weights = SolvedColumns.matrix(columns, items);
    return SparseItemWeights.parameters(weights);
  }

  private RowProducts used(RowProducts all, RowLengths lengths, Consumer<String> progress) {
    RowProducts used = all.upTo(longest);
    long rows = lengths.rowsFrom(1) - used.lengths().rowsFrom(1);
    progress.accept(
        "leaving out %,d user(s) with more than %,d items (%s.longest-history)"
            .formatted(rows, longest, label));
    return used;
  }

  private void plan(TrainingData data, RowLengths lengths, GramSurvey survey, double least) {
    double neighbours = survey.neighbours(least, 1);
    double cubes = survey.neighbours(least, 3);
    double pairs = survey.pairs(rule.threshold());
    double driver = driverBytes(data.items(), pairs, neighbours);
    double task = (double) ENTRY_BYTES * lengths.entries() + (double) ITEM_BYTES * data.items();
    data.progress()
        .accept(
            "plan: about %,.0f pairs and %,.0f weights (similarity of %.3g or more); %.2f GiB, and %.2f for each task; %,.0f s of one core for the Gram matrix (%,.2g products), %,.0f s for the columns"
                .formatted(
                    pairs,
                    neighbours,
                    least,
                    driver / GIB,
                    task / GIB,
                    lengths.squares() / PAIRS_PER_SECOND,
                    lengths.squares(),
                    cubes / 3 / FLOPS_PER_SECOND));
    if (lengths.heavy() > 0 && longest == 0) {
      data.progress()
          .accept(
              "%,d user(s) with %,d items or more make up %.0f %% of the products; %s.longest-history = %d leaves them out"
                  .formatted(
                      lengths.rowsFrom(lengths.heavy()),
                      lengths.heavy(),
                      100 * lengths.shareFrom(lengths.heavy()),
                      label,
                      lengths.heavy()));
    }
    data.requireMemory(
        (long) (driver + data.threads() * task), remedy(data.items(), survey, neighbours, lengths));
  }

  private static double driverBytes(int items, double pairs, double neighbours) {
    return PAIR_BYTES * pairs
        + (NEIGHBOUR_BYTES + WEIGHT_BYTES) * neighbours
        + (double) ITEM_BYTES * items;
  }

  /** The ways out, with what a higher threshold would take. */
  private String remedy(int items, GramSurvey survey, double neighbours, RowLengths lengths) {
    StringBuilder remedy = new StringBuilder("raise " + label + ".threshold (");
    String separator = "";
    for (int threshold : THRESHOLDS) {
      if (threshold > rule.threshold()) {
        double bytes = driverBytes(items, survey.pairs(threshold), neighbours);
        remedy.append(separator).append("%d: %.2f GiB".formatted(threshold, bytes / GIB));
        separator = ", ";
      }
    }
    remedy.append(") or lower %s.density or %s.neighbours".formatted(label, label));
    if (lengths.heavy() > 0) {
      remedy.append(", leave out long histories with %s.longest-history".formatted(label));
    }
    return remedy + ", or leave rare items out with prepare.min-item-interactions";
  }
}
