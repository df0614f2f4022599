package io.nocturne.model.index;

import com.github.jelmerk.knn.DistanceFunction;
import com.github.jelmerk.knn.Item;
import com.github.jelmerk.knn.ObjectSerializer;
import com.github.jelmerk.knn.SearchResult;
import com.github.jelmerk.knn.hnsw.HnswIndex;
import io.nocturne.math.Kernels;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.OutputStream;
import java.util.function.DoubleConsumer;

/**
 * The graph of an index: the only class that uses the library. A node refers to its direction in an
 * array that all nodes share, and that is not stored with the graph.
 *
 * <p>The library draws the level of a node from a hash of its number, and nodes are added one after
 * another by one thread: so the same directions and settings give the same graph.
 */
final class Graph {
  private static final int STEPS = 10;

  private final HnswIndex<Integer, Node, Node, Float> index;

  private Graph(HnswIndex<Integer, Node, Node, Float> index) {
    this.index = index;
  }

  /**
   * Builds the graph of the distinct directions.
   *
   * @param progress receives the share that is done, 0 to 1
   */
  static Graph build(
      DistinctCodes distinct,
      float[] values,
      int width,
      HnswSettings settings,
      DoubleConsumer progress) {
    HnswIndex<Integer, Node, Node, Float> index =
        HnswIndex.newBuilder(width, new Cosine(), Math.max(1, distinct.size()))
            .withM(settings.m())
            .withEfConstruction(settings.efConstruction())
            .withEf(1) // a search asks for as many as it keeps, see find
            .withCustomSerializers(new Numbers(), new Nodes())
            .build();
    for (int number = 0; number < distinct.size(); number++) {
      Node node = new Node(number);
      node.refer(values, distinct.first(number) * width, width);
      index.add(node);
      long step = (long) STEPS * (number + 1) / distinct.size();
      if (step > (long) STEPS * number / distinct.size()) {
        progress.accept((double) step / STEPS);
      }
    }
    return new Graph(index);
  }

  /** Writes the graph without the directions. */
  void save(OutputStream out) throws IOException {
    index.save(out);
  }

  /**
   * Reads a graph.
   *
   * @throws IOException if it is not the graph of so many directions
   */
  static Graph load(InputStream in, DistinctCodes distinct, float[] values, int width)
      throws IOException {
    HnswIndex<Integer, Node, Node, Float> index = HnswIndex.load(in, new IndexClasses());
    if (index.size() != distinct.size() || index.getDimensions() != width) {
      throw new IOException(
          "a graph of %,d codes (expected %,d)".formatted(index.size(), distinct.size()));
    }
    for (Node node : index.items()) {
      node.refer(values, distinct.first(node.number) * width, width);
    }
    return new Graph(index);
  }

  /** A node that was found. */
  interface Found {
    void take(int number, float cosine);
  }

  /**
   * Looks for the {@code k} nodes nearest to a direction; more, if others are as near as the last.
   *
   * @param ef the candidates that the search keeps
   */
  void find(float[] direction, int k, int ef, Found found) {
    Node query = new Node(-1);
    query.refer(direction, 0, direction.length);
    float last = 0;
    int taken = 0;
    for (SearchResult<Node, Float> result : index.findNearest(query, Math.max(ef, k))) {
      if (taken >= k && result.distance() > last) {
        return;
      }
      last = result.distance();
      taken++;
      found.take(result.item().number, -last);
    }
  }

  /** A node of the graph, and the vector of it: a slice of the array of directions. */
  private static final class Node implements Item<Integer, Node> {
    private static final long serialVersionUID = 1;

    private final int number;
    private transient float[] values;
    private transient int from;
    private transient int width;

    Node(int number) {
      this.number = number;
    }

    void refer(float[] array, int start, int length) {
      this.values = array;
      this.from = start;
      this.width = length;
    }

    @Override
    public Integer id() {
      return number;
    }

    @Override
    public Node vector() {
      return this;
    }

    @Override
    public int dimensions() {
      return width;
    }
  }

  /** The nearest has the greatest cosine, and so the least distance. */
  private static final class Cosine implements DistanceFunction<Node, Float> {
    private static final long serialVersionUID = 1;
    private static final Kernels KERNELS = Kernels.get();

    @Override
    public Float distance(Node a, Node b) {
      return -KERNELS.dot(a.values, a.from, b.values, b.from, a.width);
    }
  }

  /** Stores the number of a node. */
  private static final class Numbers implements ObjectSerializer<Integer> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Integer number, ObjectOutput out) throws IOException {
      out.writeInt(number);
    }

    @Override
    public Integer read(ObjectInput in) throws IOException {
      return in.readInt();
    }
  }

  /** Stores a node without its direction. */
  private static final class Nodes implements ObjectSerializer<Node> {
    private static final long serialVersionUID = 1;

    @Override
    public void write(Node node, ObjectOutput out) throws IOException {
      out.writeInt(node.number);
    }

    @Override
    public Node read(ObjectInput in) throws IOException {
      return new Node(in.readInt());
    }
  }
}
