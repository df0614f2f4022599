package io.nocturne.research.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * A training and the faults that happen to it.
 *
 * @param master of Spark; {@code standalone} for a cluster that the benchmark starts
 * @param faults of tasks and executors
 * @param options of spark-submit
 * @param isQuick whether its JVMs compile little, which halves the time of such a short job
 */
record FaultCase(
    String name, String master, List<Fault> faults, List<String> options, boolean isQuick) {
  static final String STANDALONE = "standalone";

  /** A training without faults. */
  static FaultCase on(String master) {
    return new FaultCase(master, master, List.of(), List.of(), true);
  }

  FaultCase named(String other) {
    return new FaultCase(other, master, faults, options, isQuick);
  }

  FaultCase with(Fault... more) {
    return new FaultCase(name, master, List.of(more), options, isQuick);
  }

  FaultCase set(String... settings) {
    List<String> all = new ArrayList<>(options);
    for (String setting : settings) {
      all.add("--conf=" + setting);
    }
    return new FaultCase(name, master, faults, all, isQuick);
  }

  /** With the compilers and kernels of a user's job. */
  FaultCase withAllCompilers() {
    return new FaultCase(name, master, faults, options, false);
  }

  long count(Fault.Kind kind) {
    return faults.stream().filter(fault -> fault.kind() == kind).count();
  }

  /** The number of executors to kill. */
  long kills() {
    return faults.stream().filter(fault -> fault.kind().kills()).count();
  }
}
