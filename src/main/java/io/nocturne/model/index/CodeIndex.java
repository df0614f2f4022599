package io.nocturne.model.index;

import io.nocturne.math.ParallelLoop;
import io.nocturne.model.CodeDirections;
import io.nocturne.model.RankedList;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * An HNSW graph of codes: it finds most of the nearest without comparing with all of them. The same
 * codes and settings give the same bytes and the same answers, whatever the number of threads.
 *
 * <p>A code is compared by its direction ({@link CodeDirections}), as in {@link ExactSearch}. Equal
 * directions are one node. A code of zeros, whose cosine with all others is 0, and an index of so
 * few codes that a search would look at most of them, are answered exactly.
 */
public final class CodeIndex implements CodeSearch {
  /** The format of the bytes that {@link #save} writes. */
  public static final int FORMAT = IndexFile.FORMAT;

  private static final ParallelLoop ONE_THREAD = new ParallelLoop(1);

  private final CodeDirections directions;
  private final HnswSettings settings;
  private final DistinctCodes distinct;
  private final Graph graph;
  private final ExactSearch exact;

  private CodeIndex(
      CodeDirections directions, HnswSettings settings, DistinctCodes distinct, Graph graph) {
    this.directions = directions;
    this.settings = settings;
    this.distinct = distinct;
    this.graph = graph;
    this.exact = new ExactSearch(directions);
  }

  /**
   * Builds an index, on the calling thread: a graph that several threads build depends on which of
   * them comes first.
   *
   * @param progress receives the share that is done, 0 to 1
   */
  public static CodeIndex build(
      CodeDirections directions, HnswSettings settings, DoubleConsumer progress) {
    DistinctCodes distinct = new DistinctCodes(directions);
    Graph graph =
        Graph.build(distinct, directions.values(), directions.width(), settings, progress);
    return new CodeIndex(directions, settings, distinct, graph);
  }

  /** Writes the index without the codes; the caller closes the stream. */
  public void save(OutputStream out) throws IOException {
    IndexFile.write(out, directions, settings, graph::save);
  }

  /**
   * Reads an index of these codes.
   *
   * @throws UnusableIndexException if it is damaged, or of other codes or another format
   */
  public static CodeIndex load(InputStream in, CodeDirections directions)
      throws IOException, UnusableIndexException {
    DistinctCodes distinct = new DistinctCodes(directions);
    return IndexFile.read(
        in,
        directions,
        (settings, graph) ->
            new CodeIndex(
                directions,
                settings,
                distinct,
                Graph.load(graph, distinct, directions.values(), directions.width())));
  }

  /** The same graph, with another number of candidates that a search keeps. */
  public CodeIndex withEf(int ef) {
    return new CodeIndex(
        directions, new HnswSettings(settings.m(), settings.efConstruction(), ef), distinct, graph);
  }

  /** The settings that it was built with. */
  public HnswSettings settings() {
    return settings;
  }

  @Override
  public int count() {
    return directions.count();
  }

  @Override
  public RankedList nearest(float[] code, int k) {
    Query.checked(k);
    float[] direction = Query.direction(code, directions.width());
    return isExact(direction, k) ? exact.nearest(code, k) : search(direction, k, -1);
  }

  @Override
  public List<RankedList> similar(int[] items, int k, ParallelLoop loop) {
    Query.checked(k);
    RankedList[] lists = new RankedList[items.length];
    loop.run(items.length, at -> lists[at] = similar(items[at], k));
    return Arrays.asList(lists);
  }

  private RankedList similar(int item, int k) {
    int width = directions.width();
    float[] direction = Arrays.copyOfRange(directions.values(), item * width, (item + 1) * width);
    if (isExact(direction, k)) {
      return exact.similar(new int[] {item}, k, ONE_THREAD).get(0);
    }
    return search(direction, k, item);
  }

  private boolean isExact(float[] direction, int k) {
    if (distinct.size() <= Math.max(settings.ef(), k + 1)) {
      return true;
    }
    for (float number : direction) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param without the item that is not in the answer, or -1
   */
  private RankedList search(float[] direction, int k, int without) {
    Nearest nearest = new Nearest(k);
    graph.find(
        direction,
        k + 1, // one of them may be the item itself
        settings.ef(),
        (number, cosine) -> {
          int taken = 0;
          for (int item = distinct.first(number);
              item >= 0 && taken < k;
              item = distinct.next(item)) {
            if (item != without) {
              nearest.add(item, cosine);
              taken++;
            }
          }
        });
    return nearest.list();
  }
}
