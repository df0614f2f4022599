package io.nocturne;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Prints the slowest test classes of a build, from Maven's reports of all its JVMs. The last step
 * of {@code mvn verify}, not a test.
 */
public final class SlowestTests {
  private static final int SHOWN = 20;

  private SlowestTests() {}

  /** A test class in a report. */
  record TestTime(String name, int cases, double seconds) {
    static TestTime read(Path report) {
      try (InputStream in = Files.newInputStream(report)) {
        XMLStreamReader xml = XMLInputFactory.newFactory().createXMLStreamReader(in);
        xml.nextTag();
        return new TestTime(
            xml.getAttributeValue(null, "name"),
            Integer.parseInt(xml.getAttributeValue(null, "tests")),
            Double.parseDouble(xml.getAttributeValue(null, "time").replace(",", "")));
      } catch (IOException | XMLStreamException e) {
        throw new IllegalStateException("Cannot read the test report " + report, e);
      }
    }
  }

  /**
   * Prints how long the test classes of a build took, and which took the longest.
   *
   * @param arguments the folder of the build and its start time: older reports are from earlier
   *     builds
   */
  public static void main(String[] arguments) throws IOException {
    List<TestTime> all = taken(Path.of(arguments[0]), Instant.parse(arguments[1]));
    print(all, System.out);
  }

  static List<TestTime> taken(Path folder, Instant since) throws IOException {
    List<TestTime> taken = new ArrayList<>();
    for (String reports : List.of("surefire-reports", "failsafe-reports")) {
      Path reportFolder = folder.resolve(reports);
      if (Files.isDirectory(reportFolder)) {
        try (Stream<Path> files = Files.list(reportFolder)) {
          for (Path file : files.filter(SlowestTests::isReport).toList()) {
            if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
              taken.add(TestTime.read(file));
            }
          }
        }
      }
    }
    taken.sort(Comparator.comparingDouble(TestTime::seconds).reversed());
    return taken;
  }

  private static boolean isReport(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("TEST-") && name.endsWith(".xml");
  }

  static void print(List<TestTime> taken, PrintStream out) {
    double seconds = taken.stream().mapToDouble(TestTime::seconds).sum();
    int cases = taken.stream().mapToInt(TestTime::cases).sum();
    out.printf(
        Locale.ROOT,
        "%,d cases in %d test classes took %.0f s, two JVMs at a time. The slowest:%n",
        cases,
        taken.size(),
        seconds);
    for (TestTime next : taken.subList(0, Math.min(SHOWN, taken.size()))) {
      out.printf(Locale.ROOT, "%7.1f s %5d cases  %s%n", next.seconds(), next.cases(), next.name());
    }
  }
}
