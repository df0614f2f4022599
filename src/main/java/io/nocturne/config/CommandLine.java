package io.nocturne.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Settings given on the command line, each key=value. */
final class CommandLine {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private final Reference reference;

  CommandLine(Reference reference) {
    this.reference = reference;
  }

  /**
   * The settings; of a key given twice, the last.
   *
   * @param refusals receives the reason why a setting is skipped
   */
  Config config(List<String> settings, List<ConfigurationException> refusals) {
    Config config = ConfigFactory.empty();
    for (String setting : settings) {
      try {
        config = with(config, setting);
      } catch (ConfigurationException e) {
        refusals.add(e);
      }
    }
    return config;
  }

  private Config with(Config config, String setting) {
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
    return config.withValue(key, value(text, type));
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
}
