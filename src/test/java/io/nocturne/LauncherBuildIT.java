package io.nocturne;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.research.faults.StartedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the launcher builds, and its errors if it cannot, with a fake Maven that only records calls.
 */
class LauncherBuildIT {
  private static final int JOB = 7; // the exit status of the job after the build

  private static final String VERSION = "[ \"$1\" != -v ] || { echo 'Apache Maven 3.8.7'; exit; }";

  @TempDir Path temp;
  private Launcher launcher;
  private Path source;
  private Path builds;

  @BeforeEach
  void haveSources() throws IOException {
    launcher = new Launcher(temp);
    builds = Files.createFile(temp.resolve("builds"));
    Files.createFile(launcher.root().resolve("pom.xml"));
    Files.createFile(launcher.root().resolve("LICENSE"));
    Files.createFile(launcher.root().resolve("conf/nightly.conf"));
    source = Files.createDirectories(launcher.root().resolve("src/main/java")).resolve("A.java");
    Files.writeString(source, "class A {}");
    Files.createDirectories(launcher.root().resolve("src/research"));
    Files.delete(launcher.jar());
    maven("sleep 0.3");
  }

  /** A fake Maven that records its calls and creates the files that a build creates. */
  private void maven(String first) throws IOException {
    launcher.tool(
        "mvn",
        VERSION,
        "echo noise",
        "echo \"$*\" >>'" + builds + "'",
        first,
        "echo jar >'" + launcher.jar() + "'",
        "sh '" + launcher.root() + "/jobs/sources' >'" + launcher.jar() + ".sources'");
  }

  private int builds() throws IOException {
    return Files.readAllLines(builds).size();
  }

  /** The fake Maven does not create this jar, so every start builds until it exists. */
  @Test
  void researchHasItsOwnJar() throws Exception {
    Files.writeString(
        launcher.root().resolve("pom.xml"), "<version>1.2</version>\n<version>3.4</version>");
    Path jar = launcher.root().resolve("target/nocturne-1.2-research.jar");
    Path script = launcher.root().resolve("jobs/research");
    for (int expected : new int[] {1, 2, 2}) {
      Launcher.Run run = launcher.run(script, "faults", "seed=1");
      assertEquals(JOB, run.status(), run.err());
      String options = "--class\nio.nocturne.jobs.Research\n--jars\n" + jar + "\n";
      assertTrue(run.out().contains(options), run.out());
      assertTrue(run.out().contains(launcher.jar() + "\nfaults\nseed=1\n"), run.out());
      assertEquals(expected, builds());
      if (expected == 2 && !Files.exists(jar)) {
        Files.createFile(jar);
      }
    }
    Files.delete(launcher.root().resolve("src/research"));
    Launcher.Run elsewhere = launcher.run(script, "faults");
    assertEquals(2, elsewhere.status());
    assertTrue(elsewhere.err().startsWith("research: Cannot find "), elsewhere.err());
  }

  private Launcher.Run startsTheJob() throws Exception {
    Launcher.Run run = launcher.run("nightly");
    assertEquals(JOB, run.status(), run.err());
    return run;
  }

  @Test
  void buildsMissingAndOutdatedFiles() throws Exception {
    Launcher.Run first = startsTheJob();
    assertTrue(first.err().contains("Building Nocturne (once) ..."), first.err());
    assertFalse(first.out().contains("noise"), "Maven's output on stdout");
    assertTrue(Files.readString(builds).contains("package"), Files.readString(builds));
    startsTheJob();
    assertEquals(1, builds(), "with nothing changed");

    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    startsTheJob();
    assertEquals(1, builds(), "with a file that is newer by the clock only");

    Files.writeString(source, "class B {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    startsTheJob();
    assertEquals(2, builds(), "with other contents that are older by the clock");

    Files.move(source, source.resolveSibling("B.java"));
    startsTheJob();
    assertEquals(3, builds(), "with a file of another name");
    startsTheJob();
    assertEquals(3, builds());
  }

  @Test
  void onlyOneOfTwoConcurrentLaunchersBuilds() throws Exception {
    Path script = launcher.root().resolve("jobs/nocturne");
    try (StartedProcess one = launcher.start(script, "nightly");
        StartedProcess other = launcher.start(script, "nightly")) {
      assertEquals(JOB, Launcher.end(one).status());
      assertEquals(JOB, Launcher.end(other).status());
    }
    assertEquals(1, builds());
  }

  @Test
  void takesOverTheLockOfADeadProcess() throws Exception {
    Path lock = launcher.root().resolve("target/nocturne.jar.lock");
    Files.createSymbolicLink(lock, Path.of(Long.toString(deadProcess())));
    startsTheJob();
    assertEquals(1, builds());
    assertFalse(Files.isSymbolicLink(lock));
  }

  private static long deadProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void failedBuildKeepsTheJar() throws Exception {
    startsTheJob();
    Files.writeString(source, "class B {");
    launcher.tool("mvn", VERSION, "exit 3");
    for (int i = 0; i < 2; i++) {
      launcher.run("nightly").refused(1, "Cannot build: see Maven's messages above.");
      assertEquals("jar\n", Files.readString(launcher.jar()));
    }
  }

  @Test
  void signalEndsLauncherAndBuild() throws Exception {
    maven("echo building >&2; exec sleep 100");
    Path script = launcher.root().resolve("jobs/nocturne");
    try (StartedProcess process = launcher.start(script, "nightly")) {
      process.await("building", Launcher.DEADLINE);
      process.terminate();
      Launcher.end(process).refused(143, "Stopped by signal SIGTERM before the job began.");
    }
    maven("");
    startsTheJob();
    assertEquals(2, builds(), "the lock was released");
  }

  @Test
  void failsWithoutMaven() throws Exception {
    Files.delete(launcher.tool("mvn", "exit"));
    launcher.run("nightly").refused(2, "Cannot build: no mvn on the PATH.");
    Path mvn = launcher.tool("mvn", "echo 'Apache Maven 3.6.3 (abc)'");
    launcher.run("nightly").refused(2, "Cannot build with Maven 3.6: " + mvn);
  }

  @Test
  void failsIfTargetIsNotWritable() throws Exception {
    Path target = launcher.root().resolve("target");
    Files.delete(target);
    Files.createFile(target); // a read-only folder would not do: CI runs as root
    launcher.run("nightly").refused(2, "Cannot build: " + target + " is not writable.");
    assertEquals(0, builds());
  }

  @Test
  void doesNotBuildIfDisabled() throws Exception {
    launcher.env().put("NOCTURNE_BUILD", "never");
    String noJar =
        "Cannot find the job's jar: " + launcher.jar() + ", and NOCTURNE_BUILD is never.";
    launcher.run("nightly").refused(2, noJar);
    Files.createFile(launcher.jar());
    startsTheJob();
    launcher.env().put("SPARK_HOME", "");
    String noSpark = "Cannot find Spark: no " + launcher.root() + "/target/spark/jars";
    launcher.run("nightly").refused(2, noSpark);
    launcher.env().put("NOCTURNE_BUILD", "no");
    launcher.run("nightly").refused(2, "Invalid NOCTURNE_BUILD: no (expected auto or never)");
    assertEquals(0, builds());
  }

  @Test
  void runsTheExistingJarWithoutSources() throws Exception {
    Files.delete(launcher.root().resolve("pom.xml"));
    launcher.run("nightly").refused(2, "Cannot find the job's jar: " + launcher.jar());
    Files.createFile(launcher.jar());
    startsTheJob();
    assertEquals(0, builds());
  }

  @Test
  void buildsIfSparksJarsAreMissing() throws Exception {
    startsTheJob();
    launcher.env().put("SPARK_HOME", "");
    Path jars = launcher.root().resolve("target/spark/jars");
    maven("mkdir -p '" + jars + "'; echo >'" + jars + "/spark-core_2.13-0.jar'");
    Launcher.Run run = launcher.run("nightly");
    run.refused(1, "Cannot start Spark from " + jars); // as that jar is empty
    assertEquals(2, builds());
  }
}
