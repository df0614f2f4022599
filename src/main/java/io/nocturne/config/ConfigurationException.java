package io.nocturne.config;

/** An invalid configuration; the message names the key, the value and what is expected. */
public final class ConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** With a message for the person who wrote the configuration. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** With such a message and the exception that caused it. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
