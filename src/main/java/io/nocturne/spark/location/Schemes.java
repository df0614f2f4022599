package io.nocturne.spark.location;

import io.nocturne.config.NearestName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.util.VersionInfo;

/** Remedies for schemes that Hadoop has no file system for. */
final class Schemes {
  private static final String HADOOP = "org.apache.hadoop:";

  /** Modules of Hadoop: their version must be that of the running Hadoop. */
  private static final Map<String, String> MODULES =
      new TreeMap<>(
          Map.of(
              "s3a", "hadoop-aws",
              "abfs", "hadoop-azure",
              "abfss", "hadoop-azure",
              "wasb", "hadoop-azure",
              "wasbs", "hadoop-azure",
              "adl", "hadoop-azure-datalake",
              "oss", "hadoop-aliyun",
              "cosn", "hadoop-cos",
              "obs", "hadoop-huaweicloud"));

  /** Jars of other projects, one for each version of Hadoop. */
  private static final Map<String, String> CONNECTORS =
      Map.of(
          "gs", "com.google.cloud.bigdataoss:gcs-connector",
          "ofs", "org.apache.ozone:ozone-filesystem-hadoop3",
          "o3fs", "org.apache.ozone:ozone-filesystem-hadoop3");

  /** Names that others use for s3a. */
  private static final List<String> OTHER_S3 = List.of("s3", "s3n");

  private Schemes() {}

  /** Whether the scheme is another name of one that Hadoop supports. */
  static boolean isOtherName(String scheme) {
    return OTHER_S3.contains(scheme);
  }

  /** Returns a sentence or two: what is missing, and what to do. */
  static String remedy(String scheme) {
    if (isOtherName(scheme)) {
      return "Hadoop calls it s3a. Write s3a:// in place of %s://, and start the job with --packages %s"
          .formatted(scheme, module("s3a"));
    }
    if (MODULES.containsKey(scheme)) {
      return "the file system of %s:// is not on the class path. Start the job with --packages %s"
          .formatted(scheme, module(scheme));
    }
    if (CONNECTORS.containsKey(scheme)) {
      return "the file system of %s:// is not on the class path. Start the job with --packages or --jars for %s, in the version for Hadoop %s"
          .formatted(scheme, CONNECTORS.get(scheme), VersionInfo.getVersion());
    }
    return "Hadoop knows no file system for %s:// (nearest: %s). Correct the scheme, or start the job with --jars for one and --conf spark.hadoop.fs.%s.impl=CLASS"
        .formatted(scheme, NearestName.of(scheme, known()), scheme);
  }

  private static String module(String scheme) {
    return HADOOP + MODULES.get(scheme) + ":" + VersionInfo.getVersion();
  }

  private static List<String> known() {
    List<String> known = new java.util.ArrayList<>(List.of("file", "hdfs", "viewfs", "webhdfs"));
    known.addAll(MODULES.keySet());
    known.addAll(CONNECTORS.keySet().stream().sorted().toList());
    return known;
  }
}
