package io.nocturne.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The {@code nightly.conf} in the jar: every key with its default and its type. */
public final class Reference {
  private static final String TYPE = "type:";

  private static Reference packed;

  private final Config defaults;
  private final Map<String, KeyType> types = new LinkedHashMap<>();
  private final Set<String> sections = new HashSet<>();

  /** The file in the jar, which is read once. */
  public static synchronized Reference get() {
    if (packed == null) {
      packed = new Reference();
    }
    return packed;
  }

  private Reference() {
    defaults = ConfigFactory.parseResources(Reference.class.getClassLoader(), "nightly.conf");
    if (defaults.isEmpty()) {
      throw new IllegalStateException("nightly.conf is not in the jar: build it again");
    }
    collect("", defaults.root());
  }

  private void collect(String prefix, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path = prefix + ConfigUtil.joinPath(entry.getKey());
      ConfigValue value = entry.getValue();
      String type = typeLine(value.origin().comments());
      if (!type.isEmpty()) {
        types.put(path, new KeyType(type));
      } else if (value.valueType() == ConfigValueType.OBJECT) {
        sections.add(path);
        collect(path + ".", (ConfigObject) value);
      } else {
        throw new IllegalStateException("nightly.conf has no \"type:\" line above " + path);
      }
    }
  }

  private static String typeLine(List<String> comments) {
    return comments.stream()
        .map(String::strip)
        .filter(line -> line.startsWith(TYPE))
        .map(line -> line.substring(TYPE.length()).strip())
        .findFirst()
        .orElse("");
  }

  Config defaults() {
    return defaults;
  }

  /** All keys, in alphabetical order. */
  public List<String> keys() {
    return types.keySet().stream().sorted().toList();
  }

  /** The values that a key takes, in words. */
  public String type(String key) {
    return types.get(key).toString();
  }

  /** A key's default as it is written. */
  public String defaultOf(String key) {
    return defaults.getValue(key).render(Rendering.ONE_LINE);
  }

  /** The type of a known key; {@code where} is the place of the key, for error messages. */
  KeyType typeOf(String key, String where) {
    KeyType type = types.get(key);
    if (type == null) {
      throw new ConfigurationException(
          "Unknown key: %s in %s; did you mean %s?"
              .formatted(key, where, NearestName.of(key, keys())));
    }
    return type;
  }

  /** Whether a key is user-defined, below a key of type free. */
  boolean isFree(String key) {
    return types.entrySet().stream()
        .anyMatch(e -> e.getValue().isFree() && (key + ".").startsWith(e.getKey() + "."));
  }

  /**
   * The names of environment variables whose values are used as free text, which unlike numbers,
   * days and words of a list identifies nothing elsewhere.
   */
  Set<String> openNames(Config shown) {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, ConfigValue> entry : shown.entrySet()) {
      KeyType type = types.get(entry.getKey());
      if (type == null || type.isOpen()) {
        names.addAll(EnvironmentValues.names(String.valueOf(entry.getValue().unwrapped())));
      }
    }
    return names;
  }

  /**
   * Checks every value of a whole configuration.
   *
   * @param shown the same, as its values may be shown in a message
   */
  void check(Config whole, Config shown) {
    check("", whole.root(), shown.root());
  }

  private void check(String prefix, ConfigObject object, ConfigObject shown) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String key = prefix + ConfigUtil.joinPath(entry.getKey());
      ConfigValue value = entry.getValue();
      ConfigValue visible = shown.get(entry.getKey());
      if (isFree(key)) {
        continue;
      }
      if (sections.contains(key) && value.valueType() == ConfigValueType.OBJECT) {
        check(key + ".", (ConfigObject) value, (ConfigObject) visible);
      } else {
        checkValue(key, value, visible.render(Rendering.ONE_LINE));
      }
    }
  }

  private void checkValue(String key, ConfigValue value, String shown) {
    String where = value.origin().description();
    String invalid = "Invalid %s: %s in %s ".formatted(key, shown, where);
    if (sections.contains(key)) {
      throw new ConfigurationException(invalid + "(expected a section of keys)");
    }
    typeOf(key, where)
        .complaint(value)
        .ifPresent(
            expected -> {
              throw new ConfigurationException(invalid + "(expected " + expected + ")");
            });
    if (EnvironmentValues.hasMarker(String.valueOf(value.unwrapped()))) {
      throw new ConfigurationException(
          invalid + "(expected a value; the marker stands for one: write ${NAME} in its place)");
    }
  }
}
