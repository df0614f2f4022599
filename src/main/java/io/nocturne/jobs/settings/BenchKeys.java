package io.nocturne.jobs.settings;

import io.nocturne.config.Configuration;
import io.nocturne.config.ConfigurationException;
import io.nocturne.config.NearestName;
import io.nocturne.jobs.bench.Benchmarks;
import io.nocturne.jobs.bench.IndexedCodes;
import java.util.List;
import java.util.Set;

/** The keys of the benchmarks. */
public final class BenchKeys {
  private static final long FEWEST_ROWS = 1000;

  private final Configuration configuration;

  BenchKeys(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Checks them. */
  void check() {
    check("bench.what", Benchmarks.NAMES);
    check("bench.codes", IndexedCodes.KINDS);
    nightlyRows();
  }

  private void check(String key, Set<String> names) {
    for (String name : configuration.list(key)) {
      if (!names.contains(name)) {
        throw new ConfigurationException(
            "Invalid %s: %s (expected some of %s; did you mean %s?)"
                .formatted(key, name, names, NearestName.of(name, names)));
      }
    }
  }

  /** The numbers of rows of the logs that steps of a nightly are timed on. */
  public List<Long> nightlyRows() {
    return configuration.list("bench.nightly-rows").stream().map(BenchKeys::rows).toList();
  }

  private static long rows(String text) {
    try {
      long rows = Long.parseLong(text);
      if (rows >= FEWEST_ROWS) {
        return rows;
      }
    } catch (NumberFormatException e) {
      // below
    }
    throw new ConfigurationException(
        "Invalid bench.nightly-rows: %s (expected whole numbers of %d or more)"
            .formatted(text, FEWEST_ROWS));
  }
}
