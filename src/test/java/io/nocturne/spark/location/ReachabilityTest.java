package io.nocturne.spark.location;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nocturne.spark.UnusableDataException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachabilityTest {
  private static boolean exists(String path) {
    return exists(path, new Configuration());
  }

  private static boolean exists(String path, Configuration hadoop) {
    return new Reachability(hadoop, Duration.ofSeconds(20)).exists(FileSystems.path(path));
  }

  private static String wrong(String path) {
    return assertThrows(WrongLocationException.class, () -> exists(path)).getMessage();
  }

  private static String unreachable(String path) {
    return assertThrows(UnusableDataException.class, () -> exists(path)).getMessage();
  }

  @Test
  void existingAndMissingPaths(@TempDir Path temp) {
    assertTrue(exists(temp.toString()));
    assertTrue(exists("file:" + temp));
    assertFalse(exists(temp + "/none"));
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b/log,                   hadoop-aws",
    "S3A://b/log,                   hadoop-aws",
    "abfs://c@a.example/log,        hadoop-azure",
    "wasb://c@a.example/log,        hadoop-azure",
    "oss://b/log,                   hadoop-aliyun",
  })
  void namesTheHadoopModuleWithItsVersion(String path, String module) {
    String remedy = "--packages org.apache.hadoop:" + module + ":" + VersionInfo.getVersion();
    assertTrue(wrong(path).endsWith("Start the job with " + remedy), wrong(path));
  }

  @Test
  void explainsOtherSchemes() {
    assertTrue(wrong("s3://b/log").contains("Write s3a:// in place of s3://"), wrong("s3://b/log"));
    assertTrue(wrong("gs://b/log").contains("gcs-connector"), wrong("gs://b/log"));
    String unknown = wrong("hfds://h/log");
    assertTrue(unknown.contains("nearest: hdfs"), unknown);
    assertTrue(unknown.contains("spark.hadoop.fs.hfds.impl=CLASS"), unknown);
    assertTrue(wrong("https://h/log.csv").contains("Download them first"), wrong("https://h/a"));
    String colon = assertThrows(WrongLocationException.class, () -> exists("a:b.csv")).getMessage();
    assertTrue(colon.endsWith("write ./a:b.csv"), colon);
  }

  @Test
  void unknownHost() {
    assertEquals(
        "Cannot reach hdfs://nowhere.invalid:8020/log: the host nowhere.invalid:8020 has no address."
            + " Check its name",
        unreachable("hdfs://nowhere.invalid:8020/log"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs", "webhdfs"})
  void refusedConnection(String scheme) throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String message = unreachable(scheme + "://127.0.0.1:" + free + "/log");
    assertTrue(message.contains("127.0.0.1:" + free + " does not answer ("), message);
    assertTrue(message.contains("Check host and port"), message);
  }

  /** A host that accepts connections but never answers, like a firewall or another service. */
  @Test
  void silentHost() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String path = "hdfs://127.0.0.1:" + silent.getLocalPort() + "/log";
      Reachability impatient = new Reachability(new Configuration(), Duration.ofSeconds(1));
      String message =
          assertThrows(UnusableDataException.class, () -> impatient.exists(FileSystems.path(path)))
              .getMessage();
      assertTrue(message.contains("no answer within 1 s"), message);
    }
  }

  @Test
  void noPermission() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.closed.impl", Closed.class.getName());
    String message =
        assertThrows(UnusableDataException.class, () -> exists("closed:///log", hadoop))
            .getMessage();
    assertEquals(
        "Cannot reach closed:/log: no permission (user=nobody, access=READ). Let the user who runs"
            + " the job read it",
        message);
  }

  @Test
  void doesNotChangeTheRetriesOfTheJob() {
    Configuration hadoop = new Configuration();
    List<String> before = List.of(hadoop.get("ipc.client.connect.max.retries"));
    new Reachability(hadoop);
    assertEquals(before, List.of(hadoop.get("ipc.client.connect.max.retries")));
  }

  /** A file system that denies access. */
  public static final class Closed extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("closed:///");
    }

    @Override
    public boolean exists(org.apache.hadoop.fs.Path path) throws IOException {
      throw new AccessControlException("user=nobody, access=READ");
    }
  }
}
