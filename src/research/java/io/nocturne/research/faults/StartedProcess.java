package io.nocturne.research.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A child process and its output lines; closing it ends it and its descendants. */
public final class StartedProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Lines out;
  private final Lines err;

  /**
   * @param environment variables that override those of this process; an empty value removes one
   */
  public StartedProcess(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    name = String.join(" ", command);
    process = builder.start();
    process.getOutputStream().close();
    out = new Lines(process.getInputStream());
    err = new Lines(process.getErrorStream());
  }

  /**
   * Waits for a line on stderr and returns the match of the pattern's first group, if it has one.
   *
   * @throws IllegalStateException on timeout
   */
  public String await(String pattern, Duration timeout) throws InterruptedException {
    return err.await(Pattern.compile(pattern), timeout)
        .orElseThrow(
            () -> new IllegalStateException("no line matches " + pattern + " from " + name + this));
  }

  /**
   * Waits for the process to end and returns its exit status.
   *
   * @throws IllegalStateException on timeout
   */
  public int waitForEnd(Duration timeout) throws InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("still running: " + name + this);
    }
    out.join();
    err.join();
    return process.exitValue();
  }

  /**
   * Kills the process by SIGKILL, as if the machine failed, and returns whether it was still
   * running.
   */
  public boolean kill() throws InterruptedException {
    boolean running = process.isAlive();
    process.destroyForcibly().waitFor();
    out.join();
    err.join();
    return running;
  }

  /** The process identifier. */
  public long pid() {
    return process.pid();
  }

  /** Sends SIGTERM, as a scheduler would. */
  public void terminate() {
    process.toHandle().destroy(); // Process.destroy would close the streams
  }

  /** The lines on stdout. */
  public List<String> out() {
    return out.copy();
  }

  /** The lines on stderr. */
  public List<String> err() {
    return err.copy();
  }

  /** Also kills descendants: executors would end by themselves, but later. */
  @Override
  public void close() {
    List<ProcessHandle> handles =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    handles.forEach(ProcessHandle::destroyForcibly);
    handles.forEach(handle -> handle.onExit().join());
  }

  /** All output, for messages. */
  @Override
  public String toString() {
    return "\n" + String.join("\n", err()) + "\n" + String.join("\n", out());
  }

  /** The lines of a stream, read in a thread. */
  private static final class Lines {
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    Lines(InputStream stream) {
      reader = new Thread(() -> read(stream));
      reader.setDaemon(true);
      reader.start();
    }

    private void read(InputStream stream) {
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        add(new UncheckedIOException(e).toString());
      } finally {
        end();
      }
    }

    private synchronized void add(String line) {
      lines.add(line);
      notifyAll();
    }

    private synchronized void end() {
      ended = true;
      notifyAll();
    }

    synchronized Optional<String> await(Pattern pattern, Duration timeout)
        throws InterruptedException {
      long deadline = System.nanoTime() + timeout.toNanos();
      for (int next = 0; ; next++) {
        while (next == lines.size()) {
          long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
          if (ended || millis <= 0) {
            return Optional.empty();
          }
          wait(millis);
        }
        Matcher matcher = pattern.matcher(lines.get(next));
        if (matcher.find()) {
          return Optional.of(matcher.groupCount() > 0 ? matcher.group(1) : "");
        }
      }
    }

    synchronized List<String> copy() {
      return List.copyOf(lines);
    }

    void join() throws InterruptedException {
      reader.join(10_000);
    }
  }
}
