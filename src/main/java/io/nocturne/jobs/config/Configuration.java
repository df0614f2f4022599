package io.nocturne.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The effective configuration: the defaults, a user's file over them, {@code key=value} over both.
 */
public final class Configuration {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private final Config values;

  private Configuration(Config values) {
    this.values = values;
  }

  /**
   * Reads and checks a configuration.
   *
   * @param file a HOCON file, if any
   * @param settings each {@code key=value}
   * @throws ConfigurationException naming the first key or value that is wrong
   */
  public static Configuration load(Optional<Path> file, List<String> settings) {
    Reference reference = new Reference();
    try {
      Config own = file.map(Configuration::parse).orElse(ConfigFactory.empty());
      Config whole =
          commandLine(settings, reference)
              .withFallback(own)
              .withFallback(reference.defaults())
              .resolve();
      reference.check(whole);
      return new Configuration(whole);
    } catch (ConfigException e) {
      throw new ConfigurationException("Cannot read the configuration: " + e.getMessage(), e);
    }
  }

  private static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ConfigurationException("Configuration file not found: " + file);
    }
    return ConfigFactory.parseFile(file.toFile());
  }

  private static Config commandLine(List<String> settings, Reference reference) {
    Config config = ConfigFactory.empty();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new ConfigurationException("Invalid argument: " + setting + " (expected key=value)");
      }
      String key = setting.substring(0, equals);
      String text = setting.substring(equals + 1);
      Optional<KeyType> type =
          reference.isFree(key)
              ? Optional.empty()
              : Optional.of(reference.typeOf(key, "the command line"));
      config = config.withValue(key, value(text, type));
    }
    return config;
  }

  /**
   * The text as it is: values on the command line are not HOCON, so no braces need quotes. Numbers
   * become numbers, as they are in a file, so that both make the same configuration.
   */
  private static ConfigValue value(String text, Optional<KeyType> type) {
    if (type.isPresent() && type.get().isList()) {
      return listed(text);
    }
    boolean number = type.isPresent() && type.get().isNumber() && NUMBER.matcher(text).matches();
    ConfigValue scalar = ConfigValueFactory.fromAnyRef(text, "the command line");
    return number
        ? ConfigFactory.parseString("value = " + text).getValue("value").withOrigin(scalar.origin())
        : scalar;
  }

  private static ConfigValue listed(String text) {
    String bare = text.replaceAll("^\\s*\\[|\\]\\s*$", "").replace("\"", "");
    List<String> entries =
        Arrays.stream(bare.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    return ConfigValueFactory.fromIterable(entries, "the command line");
  }

  /** The same with another value of one key. */
  public Configuration with(String key, String value) {
    return new Configuration(values.withValue(key, ConfigValueFactory.fromAnyRef(value)));
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

  /** All keys with their values, as HOCON that can be read again. */
  public String render() {
    return values.root().render(Rendering.LINES);
  }

  /** A section as JSON. */
  public String renderJson(String section) {
    return values.getValue(section).render(Rendering.ONE_LINE);
  }

  /** The values of some keys or sections, to be hashed or compared. */
  public String render(List<String> keys) {
    StringBuilder text = new StringBuilder();
    for (String key : keys) {
      text.append(key).append('=').append(values.getValue(key).render(Rendering.ONE_LINE));
      text.append('\n');
    }
    return text.toString();
  }
}
