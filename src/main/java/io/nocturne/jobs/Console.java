package io.nocturne.jobs;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;

/**
 * What a job says: results on stdout, progress and failures on stderr. All that a job prints passes
 * here, a line at a time, so that no message can forget to be {@link Printable} and to leave out
 * what the configuration took from the environment. After the last line nothing is said any more.
 */
final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private UnaryOperator<String> mask = UnaryOperator.identity();
  private boolean ended;

  Console(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** From now on each line is changed by this first. */
  synchronized void mask(UnaryOperator<String> by) {
    mask = by;
  }

  /** A line on stdout. */
  synchronized void result(String line) {
    print(out, line);
  }

  /** A line on stderr. */
  synchronized void tell(String line) {
    print(err, line);
  }

  /** The lines of a stack trace on stderr. */
  synchronized void trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    text.toString().lines().forEach(line -> print(err, indented(line)));
  }

  /** Of a stack trace the tabs are ours. */
  private static String indented(String line) {
    return line.replaceFirst("^\t+", "    ");
  }

  /** The last line on stdout. */
  synchronized void end(String lastLine) {
    print(out, lastLine);
    out.flush();
    ended = true;
  }

  private void print(PrintStream stream, String line) {
    if (!ended) {
      stream.println(Printable.of(mask.apply(line)));
    }
  }
}
