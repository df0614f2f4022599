package io.nocturne.jobs.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of one benchmark, in the order in which they are shown. */
public final class Figures {
  private final String title;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * @param title what is measured
   */
  public Figures(String title) {
    this.title = title;
  }

  /** Adds a figure, rounded to four significant digits. */
  public Figures put(String name, double value) {
    values.put(name, Double.parseDouble("%.4g".formatted(value)));
    return this;
  }

  /** Adds a count. */
  public Figures put(String name, long value) {
    values.put(name, value);
    return this;
  }

  /** Adds a text, such as what was measured with. */
  public Figures put(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** What was measured, in one line. */
  public String title() {
    return title;
  }

  /** The figures by name. */
  public Map<String, Object> values() {
    return values;
  }

  /** The figures as lines of a table. */
  public String table() {
    StringBuilder table = new StringBuilder(title + "\n");
    values.forEach((name, value) -> table.append("  %-44s %s%n".formatted(name, shown(value))));
    return table.toString();
  }

  private static String shown(Object value) {
    return value instanceof Long number ? "%,14d".formatted(number) : "%14s".formatted(value);
  }
}
