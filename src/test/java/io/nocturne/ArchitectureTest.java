package io.nocturne;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Enforces the rules of the design on every class. */
class ArchitectureTest {
  /** From the bottom up: each layer may use the layers before it. */
  private static final List<String> LAYERS =
      List.of(
          "io.nocturne.config..",
          "io.nocturne.math..",
          "io.nocturne.nn..",
          "io.nocturne.model..",
          "io.nocturne.spark..",
          "io.nocturne.jobs..");

  private static final String ROOT = "io.nocturne.";

  /** Each room and the packages below its root that it may import. */
  private static final Map<String, List<String>> ROOMS =
      Map.ofEntries(
          entry("nn.parameter", List.of()),
          entry("nn.optim", List.of("nn.parameter")),
          entry("nn.batch", List.of()),
          entry("nn.loss", List.of("nn.batch")),
          entry("nn.layer", List.of("nn.parameter", "nn.optim", "nn.batch", "nn.loss")),
          entry("math.linear", List.of("math")),
          entry("model.linear", List.of("model")),
          entry("model.recipe", List.of("model", "model.linear")),
          entry("model.index", List.of("model")),
          entry("model.metric", List.of("model")),
          entry("model.sample", List.of()),
          entry("spark.location", List.of("spark")),
          entry("spark.log", List.of("spark", "spark.location")),
          entry("spark.log.file", List.of()),
          entry("spark.log.id", List.of("spark.log.file")),
          entry("spark.log.text", List.of("spark.log.file", "spark.log.id")),
          entry("spark.log.parquet", List.of("spark.log.file")),
          entry("spark.store", List.of("spark", "spark.location")),
          entry("spark.prepare.shuffle", List.of("spark.log..")),
          entry("spark.prepare", List.of("spark", "spark.log..", "spark.prepare..", "spark.store")),
          entry("spark.train", List.of("spark", "spark.store")),
          entry("spark.train.cluster", List.of()),
          entry("spark.train.state", List.of()),
          entry("spark.train.checkpoint", List.of()),
          entry("spark.train.rows", List.of("spark.train.cluster")),
          entry("spark.train.cost", List.of("spark.train.cluster", "spark.train.state")),
          entry(
              "spark.train.round",
              List.of(
                  "spark.train.cluster",
                  "spark.train.state",
                  "spark.train.rows",
                  "spark.train.cost")),
          entry("spark.serve", List.of("spark", "spark.store", "spark.train.rows")),
          entry("jobs.bench", List.of()),
          entry("jobs.settings", List.of("jobs.bench")));

  /** The only class that passes Scala's implicit evidence, as Breeze requires. */
  private static final String BREEZE = "io.nocturne.math.BreezeInverse";

  /** Compiled separately, and loaded by name if the module is present. */
  private static final String VECTOR = "io.nocturne.math.vector..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.nocturne");

  @Test
  void layersUseOnlyLowerLayers() {
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

  /** Both a room and a dependency that are not listed break a rule. */
  @Test
  void roomsImportOnlyListedPackages() {
    Set<String> rooms = new TreeSet<>();
    for (JavaClass each : CLASSES) {
      String room = each.getPackageName().substring(ROOT.length());
      if (room.contains(".") && !VECTOR.startsWith(ROOT + room)) {
        rooms.add(room);
      }
    }
    assertEquals(new TreeSet<>(ROOMS.keySet()), rooms, "rooms");
    ROOMS.forEach((room, may) -> check(importsOnly(room, may)));
  }

  /** Of the packages below the same root, a room imports only these. */
  private static ArchRule importsOnly(String room, List<String> may) {
    String root = ROOT + room.substring(0, room.lastIndexOf('.'));
    String[] allowed =
        Stream.concat(Stream.of(room + ".."), may.stream())
            .map(ROOT::concat)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat(resideInAPackage(root + "..").and(not(resideInAnyPackage(allowed))))
        .because("of its root, %s imports %s".formatted(room, may));
  }

  @Test
  void rootsOfModelsAndSparkDoNotImportTheirRooms() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.nocturne.spark")
            .should()
            .dependOnClassesThat(resideInAPackage("io.nocturne.spark.*.."))
            .because("all rooms share it"));
    check(
        noClasses()
            .that()
            .resideInAPackage("io.nocturne.model")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                    "io.nocturne.model.recipe..",
                    "io.nocturne.model.linear..",
                    "io.nocturne.model.sample..",
                    "io.nocturne.model.index.."))
            .because("a recipe is added without a change of it"));
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.nocturne.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void modelsDoNotDependOnSpark() {
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

  /** The compiler warns of any other class that does, and all others run without the module. */
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
  void forbidsVagueClassNames() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Helpers|Util|Utils)")
            .because("such a name fits any content"));
  }

  @Test
  void onlyJobsReadClockAndRandomness() {
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

  /** Temporary files have random names, but no permanent file has. */
  @Test
  void onlyTemporaryFilesHaveRandomNames() {
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

  /**
   * No class outside the jobs calls, reads or refers to any of these members, in ArchUnit's
   * notation.
   */
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

  /** Layers without classes are allowed. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
