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
 * What one executor computes with.
 *
 * @param id Spark's, a number
 * @param address host:port of its block manager, another one for each executor
 * @param products the BLAS of it, and why it is that one
 * @param fallBacks as {@link Arithmetic#fallBacks}
 */
public record ExecutorArithmetic(
    String id, String address, Arithmetic arithmetic, Products products, String fallBacks) {
  /** What a task sends: Kryo cannot serialize records. */
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
   * The first of them, if all of them have one arithmetic.
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

  /** One of each kind by name: a cluster may have hundreds. */
  private static String message(Collection<List<ExecutorArithmetic>> kinds, Set<Part> different) {
    return "Executors compute differently, so a model would depend on which of them runs what: %s. Remedy: %s"
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
          "set -Dnocturne.blas=java in spark.executor.extraJavaOptions, which holds for all of them,"
              + " or see that OpenBLAS can be loaded on every machine (=native says why it cannot)";
      case LANES -> "set -Dnocturne.kernels=scalar there";
      case CPU, JAVA ->
          "let executors run on machines of one kind of CPU, with one version of Java";
    };
  }
}
