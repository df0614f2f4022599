package io.nocturne.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The effective configuration: defaults, overridden by a user's file, overridden by {@code
 * key=value}.
 */
public final class Configuration {
  private static final ConfigParseOptions PARSING =
      ConfigParseOptions.defaults().setIncluder(new LocalIncludes());

  private final Config values;
  private final Config shown;
  private final EnvironmentValues environment;
  private final List<ConfigurationException> refusals;
  private final Reference reference;
  private final Collection<String> masked;

  /**
   * @param shown the values with markers in place of those from the environment
   * @param refusals why it cannot be used as it is, in order
   */
  private Configuration(
      Config values,
      Config shown,
      EnvironmentValues environment,
      List<ConfigurationException> refusals,
      Reference reference) {
    this.values = values;
    this.shown = shown;
    this.environment = environment;
    this.refusals = refusals;
    this.reference = reference;
    this.masked = reference.openNames(shown);
  }

  /** The defaults. */
  public static Configuration defaults() {
    return load(Optional.empty(), List.of());
  }

  /**
   * The defaults, with other values of some keys of one section.
   *
   * @param section such as {@code train.mult-vae}
   * @param settings the content of the section in a file, such as {@code code = 100, dropout =
   *     0.3}; of a key given twice, the last counts
   * @throws ConfigurationException naming the first key or value that is wrong
   */
  public static Configuration of(String section, String... settings) {
    Reference reference = Reference.get();
    EnvironmentValues environment = new EnvironmentValues(System.getenv());
    try {
      Config given =
          ConfigFactory.parseString(
              String.join("\n", settings), PARSING.setOriginDescription("the settings"));
      Config below = given.isEmpty() ? given : given.atPath(section);
      Config whole = below.withFallback(reference.defaults());
      Configuration configuration = resolved(whole, environment, List.of(), reference);
      configuration.check();
      return configuration;
    } catch (ConfigException e) {
      throw unreadable(environment.mask(e.getMessage()), e);
    }
  }

  /**
   * Reads and checks a configuration.
   *
   * @param file a HOCON file, if any
   * @param settings each {@code key=value}
   * @throws ConfigurationException naming the first key or value that is wrong
   */
  public static Configuration load(Optional<Path> file, List<String> settings) {
    Configuration configuration = read(file, settings);
    configuration.check();
    return configuration;
  }

  /**
   * Reads a configuration as far as it can be read. It serves for {@link #reportPath} and {@link
   * #mask} only before it is checked.
   */
  public static Configuration read(Optional<Path> file, List<String> settings) {
    return read(file, settings, System.getenv());
  }

  static Configuration read(
      Optional<Path> file, List<String> settings, Map<String, String> variables) {
    List<ConfigurationException> refusals = new ArrayList<>();
    Reference reference = Reference.get();
    Config own = file.map(path -> parse(path, refusals)).orElse(ConfigFactory.empty());
    Config given = new CommandLine(reference).config(settings, refusals);
    EnvironmentValues environment = new EnvironmentValues(variables);
    Config whole = given.withFallback(own).withFallback(reference.defaults());
    try {
      return resolved(whole, environment, refusals, reference);
    } catch (ConfigException e) {
      refusals.add(unreadable(environment.mask(e.getMessage()), e));
      Config without = given.withFallback(reference.defaults());
      return resolved(without, environment, refusals, reference);
    }
  }

  private static Configuration resolved(
      Config whole,
      EnvironmentValues environment,
      List<ConfigurationException> refusals,
      Reference reference) {
    ConfigResolveOptions noSystem = ConfigResolveOptions.noSystem();
    Config shown = whole.resolve(noSystem.appendResolver(environment.markers()));
    return new Configuration(
        whole.resolve(noSystem.appendResolver(environment.values())),
        shown,
        environment,
        refusals,
        reference);
  }

  private static Config parse(Path file, List<ConfigurationException> refusals) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new ConfigurationException("Configuration file not found: " + file);
      }
      return ConfigFactory.parseFile(file.toFile(), PARSING);
    } catch (ConfigurationException e) {
      refusals.add(e);
    } catch (ConfigException e) {
      refusals.add(unreadable(e.getMessage(), e));
    }
    return ConfigFactory.empty();
  }

  private static ConfigurationException unreadable(String why, ConfigException cause) {
    return new ConfigurationException("Cannot read the configuration: " + why, cause);
  }

  /**
   * Checks every key and value.
   *
   * @throws ConfigurationException naming the first that is wrong
   */
  public void check() {
    if (!refusals.isEmpty()) {
      throw refusals.get(0);
    }
    reference.check(values, shown);
  }

  /** The value of report.path if it can be read from a configuration that is not checked. */
  public String reportPath() {
    try {
      return text("report.path");
    } catch (ConfigException e) {
      return "";
    }
  }

  /**
   * A text to be shown or kept, with markers in place of what the configuration took from the
   * environment. Values of keys that take a number, a day or one of some words are left, as every
   * figure would hold them.
   */
  public String mask(String text) {
    return environment.mask(text, masked);
  }

  /** A copy with another value of one key. */
  public Configuration with(String key, String value) {
    ConfigValue other = ConfigValueFactory.fromAnyRef(value);
    return new Configuration(
        values.withValue(key, other),
        shown.withValue(key, other),
        environment,
        refusals,
        reference);
  }

  /** A text. */
  public String text(String key) {
    return values.getString(key);
  }

  /** An integer. */
  public int integer(String key) {
    return values.getInt(key);
  }

  /** A number. */
  public double number(String key) {
    return values.getDouble(key);
  }

  /** A number, empty for none. */
  public OptionalDouble numberOrNone(String key) {
    return text(key).equals("none") ? OptionalDouble.empty() : OptionalDouble.of(number(key));
  }

  /** True or false. */
  public boolean flag(String key) {
    return values.getBoolean(key);
  }

  /** A list of texts. */
  public List<String> list(String key) {
    return values.getStringList(key);
  }

  /** One of the names of an enumeration, written in small letters with hyphens. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The keys of a section with their values as texts; the entries of a list with commas. */
  public Map<String, String> section(String section) {
    Map<String, String> texts = new TreeMap<>();
    Config keys = values.hasPath(section) ? values.getConfig(section) : ConfigFactory.empty();
    keys.entrySet().forEach(key -> texts.put(key.getKey(), text(key.getValue())));
    return texts;
  }

  private static String text(ConfigValue value) {
    if (value instanceof ConfigList list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(Configuration::text).collect(Collectors.joining(","));
    }
    return String.valueOf(value.unwrapped());
  }

  /**
   * All keys with their values, as HOCON that can be read again; ${NAME} where a value is from the
   * environment.
   */
  public String render() {
    return EnvironmentValues.asSubstitutions(shown.root().render(Rendering.LINES));
  }

  /** A section as JSON, with markers for values from the environment. */
  public String renderJson(String section) {
    return shown.getValue(section).render(Rendering.ONE_LINE);
  }

  /**
   * All keys with their values, to be hashed: the text differs where any value does, also one from
   * the environment.
   */
  public String identity() {
    return environment.fingerprinted(shown.root().render(Rendering.LINES));
  }

  /** A section as JSON, to be hashed. */
  public String identityJson(String section) {
    return environment.fingerprinted(renderJson(section));
  }

  /** Some keys or sections as JSON, to be hashed or compared. */
  public String identity(List<String> keys) {
    StringBuilder text = new StringBuilder();
    for (String key : keys) {
      text.append(key).append('=').append(identityJson(key)).append('\n');
    }
    return text.toString();
  }
}
