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
 * What the bits of a trained model depend on apart from data, settings and seed: JVMs with equal
 * arithmetic train the same model. It does not include whether the kernels are vector code (scalar
 * code with the same number of lanes gives the same bits) or the number of threads.
 *
 * @param cpu the kind of CPU, such as {@code amd64 AMD EPYC}
 * @param products the implementation of matrix products, as in {@link Sgemm#name}
 * @param lanes the number of partial sums in the {@link Kernels}
 * @param java the version of the JVM
 */
public record Arithmetic(String cpu, String products, int lanes, String java) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** The components, in the order in which they are reported. */
  public enum Part {
    PRODUCTS,
    LANES,
    CPU,
    JAVA
  }

  /**
   * The arithmetic of networks in this JVM.
   *
   * @throws IllegalStateException as {@link Sgemm#get}
   */
  public static Arithmetic ofThisJvm() {
    Sgemm.get(); // here, as an exception in an initializer reaches the first caller only
    return Holder.NETWORKS;
  }

  /**
   * The arithmetic of closed forms in this JVM. They compute in doubles, always with {@link Blas};
   * products of floats may run on the Vector API.
   *
   * @throws IllegalStateException as {@link Sgemm#get}
   */
  public static Arithmetic inDoubles() {
    Arithmetic networks = ofThisJvm();
    return new Arithmetic(networks.cpu, Blas.get().name(), networks.lanes, networks.java);
  }

  /**
   * Why this JVM runs slower code than it could, to be logged after {@link #text}; empty if it does
   * not. Not part of the arithmetic: the reason does not change the bits.
   */
  public static String fallBacks() {
    return Blas.get().fallBackReason().map(reason -> "; no OpenBLAS: " + reason).orElse("")
        + Kernels.get().fallBackReason().map(reason -> "; no Vector API: " + reason).orElse("");
  }

  /**
   * All components, such as {@code OpenBLAS 0.3.30 (native), 16 lanes, amd64 AMD EPYC, Java
   * 17.0.15+6}.
   */
  public String text() {
    return text(EnumSet.allOf(Part.class));
  }

  /** Some of the components. */
  public String text(Collection<Part> parts) {
    return Stream.of(Part.values())
        .filter(parts::contains)
        .map(this::text)
        .collect(Collectors.joining(", "));
  }

  /** The components that differ in {@code other}; none if it is equal. */
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

  /** The CPU of this machine, as the kernel reports it. */
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
