package io.nocturne.spark.train.cluster;

import io.nocturne.math.Arithmetic;
import io.nocturne.math.Arithmetic.Part;
import io.nocturne.math.Products;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The arithmetic of one executor.
 *
 * @param id Spark's, a number
 * @param address host:port of its block manager, unique to the executor
 * @param products its BLAS, and why it was chosen
 * @param fallBacks as {@link Arithmetic#fallBacks}
 */
public record ExecutorArithmetic(
    String id, String address, Arithmetic arithmetic, Products products, String fallBacks) {
  /** Returns this as what a task sends: Kryo cannot serialize records. */
  String[] words() {
    return new String[] {
      id,
      address,
      arithmetic.cpu(),
      arithmetic.products(),
      Integer.toString(arithmetic.lanes()),
      arithmetic.java(),
      products.fallBack(),
      products.remedy(),
      fallBacks
    };
  }

  static ExecutorArithmetic parse(String[] words) {
    Arithmetic arithmetic =
        new Arithmetic(words[2], words[3], Integer.parseInt(words[4]), words[5]);
    Products products = new Products(words[3], words[6], words[7]);
    return new ExecutorArithmetic(words[0], words[1], arithmetic, products, words[8]);
  }

  /**
   * Returns the first of the executors if all have the same arithmetic.
   *
   * @param executors one or more
   * @throws MixedArithmeticException if they differ
   */
  static ExecutorArithmetic common(List<ExecutorArithmetic> executors) {
    Map<Arithmetic, List<ExecutorArithmetic>> kinds =
        executors.stream()
            .collect(
                Collectors.groupingBy(
                    ExecutorArithmetic::arithmetic, LinkedHashMap::new, Collectors.toList()));
    ExecutorArithmetic first = executors.get(0);
    if (kinds.size() > 1) {
      Set<Part> different = EnumSet.noneOf(Part.class);
      kinds.keySet().forEach(kind -> different.addAll(first.arithmetic.differences(kind)));
      throw new MixedArithmeticException(message(kinds.values(), different));
    }
    return first;
  }

  /** Names one executor of each kind: a cluster may have hundreds. */
  private static String message(Collection<List<ExecutorArithmetic>> kinds, Set<Part> different) {
    return "Executors compute differently, so a model would depend on which of them runs which task: %s. Remedy: %s"
        .formatted(
            kinds.stream()
                .map(alike -> alike.get(0).named(alike.size() - 1, different))
                .collect(Collectors.joining(", ")),
            different.stream()
                .map(ExecutorArithmetic::remedy)
                .distinct()
                .collect(Collectors.joining("; ")));
  }

  private String named(int others, Set<Part> parts) {
    return "executor %s on %s%s with %s"
        .formatted(
            id,
            address.substring(0, address.lastIndexOf(':')),
            others > 0 ? " (and %,d more)".formatted(others) : "",
            arithmetic.text(parts));
  }

  private static String remedy(Part part) {
    return switch (part) {
      case PRODUCTS ->
          "set -Dnocturne.blas=java in spark.executor.extraJavaOptions for all of them,"
              + " or make OpenBLAS loadable on every machine (=native says why it is not)";
      case LANES -> "set -Dnocturne.kernels=scalar there";
      case CPU, JAVA -> "run executors on machines with the same kind of CPU and version of Java";
    };
  }
}
