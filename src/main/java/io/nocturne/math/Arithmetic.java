package io.nocturne.math;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the bits of a training depend on apart from data, settings and seed: JVMs with equal
 * arithmetic learn the same model. Whether the kernels are vector code is not in it, as scalar code
 * with as many lanes gives the same bits, nor is the number of threads.
 *
 * @param cpu the kind of CPU, such as {@code amd64 AMD EPYC}
 * @param products what multiplies matrices, by its {@link Sgemm#name}
 * @param lanes how many partial sums the {@link Kernels} take
 * @param java the version of the JVM
 */
public record Arithmetic(String cpu, String products, int lanes, String java) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** A component, in the order in which they are reported. */
  public enum Part {
    PRODUCTS,
    LANES,
    CPU,
    JAVA
  }

  /**
   * That of networks in this JVM.
   *
   * @throws IllegalStateException as {@link Sgemm#get}
   */
  public static Arithmetic ofThisJvm() {
    Sgemm.get(); // here, as an exception in an initializer reaches the first caller only
    return Holder.NETWORKS;
  }

  /**
   * That of closed forms in this JVM. They compute in doubles, whose products are {@link Blas}'s
   * own where those of floats may be the Vector API's.
   *
   * @throws IllegalStateException as {@link Sgemm#get}
   */
  public static Arithmetic inDoubles() {
    Arithmetic networks = ofThisJvm();
    return new Arithmetic(networks.cpu, Blas.get().name(), networks.lanes, networks.java);
  }

  /**
   * Why slower code runs in this JVM than could, to be put after {@link #text} in the log; empty if
   * it does not. It is not part of the arithmetic: other reasons give the same bits.
   */
  public static String fallBacks() {
    return Blas.get().fallBackReason().map(reason -> "; no OpenBLAS: " + reason).orElse("")
        + Kernels.get().fallBackReason().map(reason -> "; no Vector API: " + reason).orElse("");
  }

  /**
   * All of it, such as {@code OpenBLAS 0.3.30 (native), 16 lanes, amd64 AMD EPYC, Java 17.0.15+6}.
   */
  public String text() {
    return text(EnumSet.allOf(Part.class));
  }

  /** Some parts of it. */
  public String text(Collection<Part> parts) {
    return Stream.of(Part.values())
        .filter(parts::contains)
        .map(this::text)
        .collect(Collectors.joining(", "));
  }

  /** The parts in which {@code other} is another; none if it is equal. */
  public Set<Part> differences(Arithmetic other) {
    Set<Part> different = EnumSet.noneOf(Part.class);
    for (Part part : Part.values()) {
      if (!text(part).equals(other.text(part))) {
        different.add(part);
      }
    }
    return different;
  }

  private String text(Part part) {
    return switch (part) {
      case PRODUCTS -> products;
      case LANES -> lanes + " lanes";
      case CPU -> cpu;
      case JAVA -> "Java " + java;
    };
  }

  /** The kind of this machine's CPU, as it names it itself. */
  private static String readCpu() {
    String kind = System.getProperty("os.arch");
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      Optional<String> model = lines.filter(line -> line.startsWith("model name")).findFirst();
      return model
          .map(line -> kind + " " + line.substring(line.indexOf(':') + 1).strip())
          .orElse(kind);
    } catch (IOException e) {
      return kind; // not Linux
    }
  }

  private static final class Holder {
    static final Arithmetic NETWORKS =
        new Arithmetic(
            readCpu(),
            Sgemm.get().name(),
            Kernels.get().lanes(),
            Objects.requireNonNull(System.getProperty("java.runtime.version")));
  }
}
