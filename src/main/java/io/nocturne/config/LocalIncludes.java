package io.nocturne.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.util.regex.Pattern;

/**
 * Includes files of this machine and of the job's jar only. What another machine serves tonight has
 * not been reviewed by anybody, and a request can leak what the configuration holds.
 */
final class LocalIncludes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {
  /** A scheme has at least two letters; a single letter is a drive of Windows. */
  private static final Pattern URL = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

  private final ConfigIncluder fallback;

  LocalIncludes() {
    this(null);
  }

  private LocalIncludes(ConfigIncluder fallback) {
    this.fallback = fallback;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder next) {
    return new LocalIncludes(next);
  }

  /** A bare name in quotes, which the library would take for a URL where it is one. */
  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    if (URL.matcher(what).matches()) {
      throw refusal("include \"" + what + "\"");
    }
    return fallback.include(context, what);
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    throw refusal("include url(\"" + what + "\")");
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return ConfigFactory.parseFileAnySyntax(what, context.parseOptions()).root();
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return ConfigFactory.parseResourcesAnySyntax(what, context.parseOptions()).root();
  }

  private static ConfigurationException refusal(String include) {
    return new ConfigurationException(
        "Cannot include from a URL: %s. Copy it next to the configuration file, and include it by file(\"...\")"
            .formatted(include));
  }
}
