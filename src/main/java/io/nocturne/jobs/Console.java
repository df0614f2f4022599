package io.nocturne.jobs;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.UnaryOperator;

/**
 * The output of a job: results on stdout, progress and failures on stderr. All output passes here
 * line by line, so that every message is made {@link Printable} and values from the environment are
 * masked. After the last line nothing more is printed.
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

  /** Sets a mask that is applied to each line from now on. */
  synchronized void mask(UnaryOperator<String> by) {
    mask = by;
  }

  /** Prints a line on stdout. */
  synchronized void result(String line) {
    print(out, line);
  }

  /** Prints a line on stderr. */
  synchronized void tell(String line) {
    print(err, line);
  }

  /** Prints a stack trace on stderr. */
  synchronized void trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    text.toString().lines().forEach(line -> print(err, indented(line)));
  }

  /** Replaces the tabs of a stack trace, which would be escaped. */
  private static String indented(String line) {
    return line.replaceFirst("^\t+", "    ");
  }

  /** Prints the last line on stdout. */
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
