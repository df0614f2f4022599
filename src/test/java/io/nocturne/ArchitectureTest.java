package io.nocturne;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the design asks of every class, so that nobody has to remember it. */
class ArchitectureTest {
  /** From the bottom up: each may use those before it. */
  private static final List<String> LAYERS =
      List.of(
          "io.nocturne.config..",
          "io.nocturne.math..",
          "io.nocturne.nn..",
          "io.nocturne.model..",
          "io.nocturne.spark..",
          "io.nocturne.jobs..");

  /** Breeze asks for its evidence as Scala objects; they stay in this class. */
  private static final String BREEZE = "io.nocturne.math.BreezeInverse";

  /** Compiled on its own, and loaded by name where the module is there. */
  private static final String VECTOR = "io.nocturne.math.vector..";

  private static final int MAX_LINES = 300;

  private static final Pattern TOP_LEVEL_TYPE =
      Pattern.compile(
          "(?m)^(?:@.*\\n)*(?:public |final |abstract |sealed )*(?:class|interface|record|enum) ");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.nocturne");

  @Test
  void arrowsPointOneWay() {
    for (int layer = 0; layer < LAYERS.size() - 1; layer++) {
      String[] above = LAYERS.subList(layer + 1, LAYERS.size()).toArray(String[]::new);
      check(
          noClasses()
              .that()
              .resideInAPackage(LAYERS.get(layer))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(above)
              .because("config <- math <- nn <- model <- spark <- jobs"));
    }
  }

  @Test
  void modelsNeedNoSpark() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(LAYERS.subList(0, 4).toArray(String[]::new))
            .and()
            .doNotHaveFullyQualifiedName(BREEZE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", "breeze..")
            .because("they run and are tested in one JVM"));
  }

  /** The compiler warns of every other class that does; and these run without the module. */
  @Test
  void onlyOnePackageUsesTheVectorApi() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(VECTOR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.incubator..", VECTOR)
            .because("they load and run where the incubating module is not there"));
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils)")
            .because("such a name fits any content"));
  }

  @Test
  void randomnessAndTimeAreArguments() {
    check(
        noAccessOutsideJobs(
                "java.util.Random.<init>()",
                "java.util.SplittableRandom.<init>()",
                "java.security.SecureRandom.<init>()",
                "java.util.concurrent.ThreadLocalRandom.current()",
                "java.lang.Math.random()",
                "java.util.Collections.shuffle(java.util.List)",
                "java.lang.System.currentTimeMillis()",
                "java.util.Date.<init>()",
                "java.time.Instant.now()",
                "java.time.LocalDate.now()",
                "java.time.LocalDateTime.now()",
                "java.time.ZonedDateTime.now()",
                "java.time.OffsetDateTime.now()")
            .because("the same date and seed give the same bytes"));
  }

  /** The names of temporary files are random, and nothing that is kept bears one. */
  @Test
  void onlyTemporaryNamesAreRandom() {
    check(
        noAccessOutside("io.nocturne.spark.store.FileStore", "java.util.UUID.randomUUID()")
            .because("the same date and seed give the same bytes"));
  }

  @Test
  void onlyJobsWriteToStdout() {
    check(
        noAccessOutsideJobs("java.lang.System.out")
            .because("the last line on stdout is the job's result"));
  }

  @Test
  void sourceFilesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        int lines = Files.readAllLines(file).size();
        if (lines > MAX_LINES) {
          tooLong.add(file + ": " + lines);
        }
      }
    }
    assertEquals(List.of(), tooLong, "source files over " + MAX_LINES + " lines");
  }

  /** What -Xdoclint does not ask of types that are not public. */
  @Test
  void everyTypeSaysWhatItIs() throws IOException {
    List<String> silent = new ArrayList<>();
    for (String root : List.of("src/main", "src/research")) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          String text = Files.readString(file);
          Matcher type = TOP_LEVEL_TYPE.matcher(text);
          if (type.find() && !text.substring(0, type.start()).endsWith("*/\n")) {
            silent.add(file.toString());
          }
        }
      }
    }
    assertEquals(List.of(), silent, "files whose type has no comment");
  }

  /** No class outside the jobs calls, reads or refers to any of these, named as ArchUnit does. */
  private static ArchRule noAccessOutsideJobs(String... fullNames) {
    return noAccess(noClasses().that().resideOutsideOfPackage("io.nocturne.jobs.."), fullNames);
  }

  private static ArchRule noAccessOutside(String className, String... fullNames) {
    return noAccess(noClasses().that().doNotHaveFullyQualifiedName(className), fullNames);
  }

  private static ArchRule noAccess(GivenClassesConjunction classes, String... fullNames) {
    Set<String> forbidden = Set.of(fullNames);
    return classes
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "it is left to the jobs",
                (JavaAccess<?> access) -> forbidden.contains(access.getTarget().getFullName())));
  }

  /** A layer that has no class yet breaks no rule. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
