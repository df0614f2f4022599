package io.nocturne.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Draws accuracy over training time, on a logarithmic scale, as SVG. */
final class RecipesChart {
  /** A trained recipe. */
  record Point(String name, double seconds, double accuracy) {}

  private static final int WIDTH = 860;
  private static final int HEIGHT = 440;
  private static final int LEFT = 60;
  private static final int RIGHT = 660;
  private static final int TOP = 20;
  private static final int BOTTOM = 390;

  /** The minimum distance of names, which are in a column. */
  private static final int LINE = 18;

  private final List<Point> points;
  private final double least;
  private final double most;
  private final double fastest;
  private final double slowest;

  RecipesChart(List<Point> points) {
    this.points =
        points.stream().sorted(Comparator.comparingDouble(Point::accuracy).reversed()).toList();
    this.least = Math.floor(this.points.get(points.size() - 1).accuracy() * 100) / 100;
    this.most = Math.ceil(this.points.get(0).accuracy() * 100) / 100;
    double[] times = points.stream().mapToDouble(Point::seconds).sorted().toArray();
    this.fastest = Math.pow(10, Math.floor(Math.log10(times[0])));
    this.slowest = Math.pow(10, Math.ceil(Math.log10(times[times.length - 1])));
  }

  private double x(double seconds) {
    return LEFT + (RIGHT - LEFT) * Math.log(seconds / fastest) / Math.log(slowest / fastest);
  }

  private double y(double accuracy) {
    return BOTTOM - (BOTTOM - TOP) * (accuracy - least) / (most - least);
  }

  String draw() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">"
            .formatted(WIDTH, HEIGHT));
    lines.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>".formatted(WIDTH, HEIGHT));
    axes(lines);
    int[] labels = labels();
    for (int k = 0; k < points.size(); k++) {
      add(lines, points.get(k), labels[k]);
    }
    lines.add("</svg>");
    return String.join("\n", lines) + "\n";
  }

  private void axes(List<String> lines) {
    for (double time = fastest; time <= slowest * 1.001; time *= 10) {
      line(lines, x(time), TOP, x(time), BOTTOM, "#ddd");
      text(lines, x(time), BOTTOM + 18, "middle", "%.0f".formatted(time));
    }
    int rows = (int) Math.round((most - least) * 100);
    for (int row = 0; row <= rows; row++) {
      double accuracy = least + row / 100.0;
      line(lines, LEFT, y(accuracy), RIGHT, y(accuracy), "#ddd");
      String label = String.format(Locale.ROOT, "%.2f", accuracy).substring(1);
      text(lines, LEFT - 8, y(accuracy) + 4, "end", label);
    }
    text(lines, (LEFT + RIGHT) / 2.0, BOTTOM + 40, "middle", "seconds to train");
    text(lines, LEFT, TOP - 6, "start", "ndcg@100");
  }

  /** The positions of the names: at their point's height, or below the previous name. */
  private int[] labels() {
    int[] at = points.stream().mapToInt(point -> (int) Math.round(y(point.accuracy()))).toArray();
    for (int k = 1; k < at.length; k++) {
      at[k] = Math.max(at[k], at[k - 1] + LINE);
    }
    int last = at.length - 1;
    at[last] = Math.min(at[last], BOTTOM);
    IntStream.iterate(last - 1, k -> k >= 0, k -> k - 1)
        .forEach(k -> at[k] = Math.min(at[k], at[k + 1] - LINE));
    return at;
  }

  private void add(List<String> lines, Point point, int label) {
    double x = x(point.seconds());
    double y = y(point.accuracy());
    line(lines, x, y, RIGHT + 10, label, "#9ab");
    lines.add(
        String.format(
            Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\" fill=\"#146\"/>", x, y));
    text(lines, RIGHT + 14, label + 4, "start", point.name());
  }

  private static void line(
      List<String> lines, double x1, double y1, double x2, double y2, String colour) {
    lines.add(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private static void text(List<String> lines, double x, double y, String anchor, String text) {
    lines.add(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            text));
  }
}
