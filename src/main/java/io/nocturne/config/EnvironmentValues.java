package io.nocturne.config;

import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The values that a configuration takes from the environment as ${NAME}, often passwords and keys.
 * They are used by the job, but never shown or stored: a marker stands for each, and to compare two
 * runs the marker with a fingerprint of the value.
 */
final class EnvironmentValues {
  private static final Pattern MARKER = Pattern.compile("<from the environment: ([^<>]+)>");

  /** Shorter values say nothing, and are part of too many words. */
  private static final int SHORTEST_MASKED = 3;

  /** From this length on a value is found within a word too. */
  private static final int SHORTEST_WITHIN_WORDS = 8;

  /** The cost of one guess for an attacker; a job pays it once for each name. */
  private static final int ITERATIONS = 100_000;

  private static final int FINGERPRINT_BITS = 128;

  private final Map<String, String> environment;
  private final Map<String, String> taken = new TreeMap<>();
  private final Map<String, String> fingerprints = new ConcurrentHashMap<>();

  EnvironmentValues(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Looks up values, and remembers which. */
  ConfigResolver values() {
    return new Lookup(this::value);
  }

  /** Puts the markers in the values' places. */
  ConfigResolver markers() {
    return new Lookup(EnvironmentValues::marker);
  }

  private String value(String name) {
    taken.put(name, environment.get(name));
    return environment.get(name);
  }

  private static String marker(String name) {
    return "<from the environment: " + name + ">";
  }

  /** Whether a text has a marker in it. */
  static boolean hasMarker(String text) {
    return MARKER.matcher(text).find();
  }

  /** The names that the markers in a text stand for. */
  static List<String> names(String text) {
    return MARKER.matcher(text).results().map(marker -> marker.group(1)).distinct().toList();
  }

  /** Rendered HOCON with each marker as ${NAME} again; markers stand within quotes. */
  static String asSubstitutions(String hocon) {
    return MARKER
        .matcher(hocon)
        .replaceAll(
            m -> Matcher.quoteReplacement("\"${" + ConfigUtil.joinPath(m.group(1)) + "}\""));
  }

  /** The text with a fingerprint of the value in each marker. */
  String fingerprinted(String text) {
    return MARKER
        .matcher(text)
        .replaceAll(
            m ->
                Matcher.quoteReplacement(
                    "<from the environment: %s, %s>"
                        .formatted(
                            m.group(1),
                            fingerprints.computeIfAbsent(m.group(1), this::fingerprint))));
  }

  /**
   * A deliberately slow hash: a run stores it, and whoever reads the run must not be able to guess
   * a short password. The name is the only salt, as tonight's fingerprint must equal last night's.
   */
  private String fingerprint(String name) {
    byte[] salt = ("nocturne " + name).getBytes(StandardCharsets.UTF_8);
    char[] value = taken.getOrDefault(name, "").toCharArray();
    try {
      byte[] key =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(value, salt, ITERATIONS, FINGERPRINT_BITS))
              .getEncoded();
      return HexFormat.of().formatHex(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has PBKDF2WithHmacSHA256", e);
    }
  }

  /** The text with markers in place of all values that were taken. */
  String mask(String text) {
    return mask(text, taken.keySet());
  }

  /** The text with markers in place of the values of some names, the longest values first. */
  String mask(String text, Collection<String> names) {
    String masked = text;
    for (String name :
        names.stream()
            .filter(taken::containsKey)
            .sorted(Comparator.comparingInt((String n) -> taken.get(n).length()).reversed())
            .toList()) {
      masked = masked(masked, taken.get(name), marker(name));
    }
    return masked;
  }

  private static String masked(String text, String value, String marker) {
    if (value.length() < SHORTEST_MASKED || !text.contains(value)) {
      return text;
    }
    if (value.length() >= SHORTEST_WITHIN_WORDS) {
      return text.replace(value, marker);
    }
    return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(value) + "(?![\\p{L}\\p{N}])")
        .matcher(text)
        .replaceAll(Matcher.quoteReplacement(marker));
  }

  /** A value for each name in the environment; a list for NAME_0, NAME_1, ... */
  private final class Lookup implements ConfigResolver {
    private final UnaryOperator<String> as;

    Lookup(UnaryOperator<String> as) {
      this.as = as;
    }

    @Override
    public ConfigValue lookup(String path) {
      List<String> parts = ConfigUtil.splitPath(path);
      String name = parts.get(0);
      if (parts.size() > 1) {
        return null;
      }
      if (environment.containsKey(name)) {
        return ConfigValueFactory.fromAnyRef(as.apply(name), "env var " + name);
      }
      List<String> entries = new ArrayList<>();
      for (int i = 0; environment.containsKey(name + "_" + i); i++) {
        entries.add(as.apply(name + "_" + i));
      }
      return entries.isEmpty()
          ? null
          : ConfigValueFactory.fromIterable(entries, "env vars " + name + "_0 ...");
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }
}
