package io.nocturne.jobs.bench;

import io.nocturne.model.CodeDirections;
import io.nocturne.model.index.HnswSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The codes of the benchmark index.
 *
 * @param stored the codes of a run, which are taken instead of random ones
 * @param kinds how random ones are drawn, some of {@link #KINDS}
 * @param settings of the index
 */
public record IndexedCodes(
    Optional<Supplier<CodeDirections>> stored,
    List<String> kinds,
    int count,
    int width,
    HnswSettings settings) {

  /** The kinds of random codes. */
  public static final Set<String> KINDS = new TreeSet<>(List.of("clustered", "gaussian"));

  List<Figures> run(int threads) {
    if (stored.isPresent()) {
      return List.of(figures("the run's item codes", stored.get().get(), threads));
    }
    List<Figures> all = new ArrayList<>();
    for (String kind : kinds) {
      float[] codes =
          kind.equals("clustered")
              ? SyntheticCodes.clustered(count, width)
              : SyntheticCodes.gaussian(count, width);
      all.add(figures(kind + " codes", CodeDirections.of(count, width, codes), threads));
    }
    return all;
  }

  private Figures figures(String what, CodeDirections directions, int threads) {
    return new IndexBench(directions, settings, threads)
        .run("index of %s, %,d x %d".formatted(what, directions.count(), directions.width()));
  }
}
