package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

/**
 * The job jar holds all that Spark does not provide, and nothing else: a class in both would break
 * on a cluster.
 */
class JobJarIT {
  private static final Path JAR = Path.of("target/nocturne.jar");
  private static final Path SPARK_JARS = Path.of("target/spark/jars");

  /** The project's own files, including relocated libraries with a licence, and the native BLAS. */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(META-INF|io/nocturne|org/bytedeco)/.*|nightly\\.conf|LICENSE-EDL-1\\.0\\.txt");

  @Test
  void holdsOnlyWhatSparkDoesNotProvide() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> entries =
          jar.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).sorted().toList();
      assertEquals(List.of(), entries.stream().filter(e -> !ALLOWED.matcher(e).matches()).toList());
      assertEquals(entries.stream().distinct().toList(), entries, "entries, each once");
      for (String entry :
          List.of(
              "nightly.conf",
              "META-INF/LICENSE",
              "io/nocturne/shaded/picocli/CommandLine.class",
              "io/nocturne/shaded/typesafe/config/ConfigFactory.class",
              "io/nocturne/shaded/jelmerk/knn/hnsw/HnswIndex.class",
              "io/nocturne/shaded/eclipse/collections/impl/list/mutable/primitive/IntArrayList.class",
              "LICENSE-EDL-1.0.txt",
              "org/bytedeco/openblas/linux-x86_64/libopenblas.so.0",
              "org/bytedeco/openblas/linux-x86_64/libjniopenblas_nolapack.so",
              "org/bytedeco/openblas/linux-arm64/libjniopenblas_nolapack.so",
              "org/bytedeco/openblas/linux-arm64/libopenblas.so.0")) {
        assertNotNull(jar.getEntry(entry), entry);
      }
    }
  }

  @Test
  void declaresMainClass() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertEquals("io.nocturne.jobs.Main", manifest.getValue(Attributes.Name.MAIN_CLASS));
    }
  }

  @Test
  void sparkFolderHoldsOnlySpark() throws IOException {
    try (Stream<Path> files = Files.list(SPARK_JARS)) {
      List<String> jars = files.map(f -> f.getFileName().toString()).sorted().toList();
      assertTrue(jars.stream().anyMatch(j -> j.startsWith("spark-mllib_2.13-")), "no MLlib");
      Pattern ours =
          Pattern.compile(
              "(nocturne|openblas|javacpp|picocli|config|hnswlib|eclipse|junit|duckdb).*");
      assertEquals(List.of(), jars.stream().filter(j -> ours.matcher(j).matches()).toList());
      List<String> spark = jars.stream().filter(j -> j.startsWith("spark-")).toList();
      assertEquals(
          1,
          spark.stream().map(j -> j.replaceAll(".*-(.*)\\.jar", "$1")).distinct().count(),
          "one version of Spark: " + spark);
      assertEquals(
          1,
          jars.stream().filter(j -> j.matches("blas-.*\\.jar")).count(),
          "and of netlib: " + jars);
    }
  }

  @Test
  void testsUseSparksModuleOptions() {
    List<String> ours = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> missing = new ArrayList<>(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    missing.removeAll(ours);
    assertEquals(List.of(), missing, "in pom.xml, spark.module.options");
  }
}
