package io.nocturne.jobs.config;

/** A configuration that cannot be; the message names the key, the value and what is expected. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for the person who wrote the configuration. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** Likewise, keeping what was thrown below. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
