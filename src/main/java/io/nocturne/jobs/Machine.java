package io.nocturne.jobs;

/** The software and hardware that a job runs on. */
final class Machine {
  private Machine() {}

  /** The version of Nocturne. */
  static String version() {
    String version = Machine.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
