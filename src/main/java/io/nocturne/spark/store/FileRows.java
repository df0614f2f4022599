package io.nocturne.spark.store;

import io.nocturne.spark.UnusableDataException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Ordered rows cut anew: each partition has the rows of one file, from one or more partitions of
 * the parent. Nothing is shuffled.
 */
final class FileRows extends RDD<Object[]> {
  private static final long serialVersionUID = 1;
  private static final ClassTag<Object[]> ROW = ClassTag$.MODULE$.apply(Object[].class);

  private final transient RDD<Object[]> parent;
  private final transient List<List<Slice>> files;

  /** Some rows of a partition of the parent; to its end, if they are the last ones. */
  private static final class Slice implements Serializable {
    private static final long serialVersionUID = 1;

    private final int partition;
    private final long from;
    private final long count;
    private final boolean toEnd;

    Slice(int partition, long from, long count, boolean toEnd) {
      this.partition = partition;
      this.from = from;
      this.count = count;
      this.toEnd = toEnd;
    }
  }

  private FileRows(RDD<Object[]> parent, List<List<Slice>> files) {
    super(parent.context(), dependencies(parent, files), ROW);
    this.parent = parent;
    this.files = files;
  }

  /**
   * Cuts rows into files.
   *
   * @param counts the number of rows of each partition
   */
  static JavaRDD<Object[]> of(JavaRDD<Object[]> rows, List<Long> counts, int rowsPerFile) {
    return new FileRows(rows.rdd(), files(counts, rowsPerFile)).toJavaRDD();
  }

  private static List<List<Slice>> files(List<Long> counts, int rowsPerFile) {
    List<List<Slice>> files = new ArrayList<>();
    files.add(new ArrayList<>());
    long left = rowsPerFile;
    for (int partition = 0; partition < counts.size(); partition++) {
      long from = 0;
      while (from < counts.get(partition)) {
        if (left == 0) {
          files.add(new ArrayList<>());
          left = rowsPerFile;
        }
        long count = Math.min(left, counts.get(partition) - from);
        boolean toEnd = from + count == counts.get(partition);
        files.get(files.size() - 1).add(new Slice(partition, from, count, toEnd));
        from += count;
        left -= count;
      }
    }
    return files;
  }

  private static Seq<Dependency<?>> dependencies(RDD<Object[]> parent, List<List<Slice>> files) {
    List<Dependency<?>> dependencies = List.of(new Parents(parent, files));
    return CollectionConverters.asScala(dependencies).toSeq();
  }

  /** Which partitions of the parent a file has rows of. */
  private static final class Parents extends NarrowDependency<Object[]> {
    private static final long serialVersionUID = 1;

    private final ArrayList<ArrayList<Object>> partitions = new ArrayList<>();

    Parents(RDD<Object[]> parent, List<List<Slice>> files) {
      super(parent);
      for (List<Slice> file : files) {
        ArrayList<Object> ofFile = new ArrayList<>();
        file.forEach(slice -> ofFile.add(slice.partition));
        partitions.add(ofFile);
      }
    }

    @Override
    public Seq<Object> getParents(int file) {
      return CollectionConverters.asScala(partitions.get(file)).toSeq();
    }
  }

  /** The slices of a file, with the partitions that they are of. */
  private static final class FilePartition implements Partition {
    private static final long serialVersionUID = 1;

    private final int number;
    private final ArrayList<Slice> slices;
    private final ArrayList<Partition> parents = new ArrayList<>();

    FilePartition(int number, List<Slice> slices, Partition[] ofParent) {
      this.number = number;
      this.slices = new ArrayList<>(slices);
      slices.forEach(slice -> parents.add(ofParent[slice.partition]));
    }

    @Override
    public int index() {
      return number;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof FilePartition file && file.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] partitions = new Partition[files.size()];
    for (int file = 0; file < partitions.length; file++) {
      partitions[file] = new FilePartition(file, files.get(file), parent.partitions());
    }
    return partitions;
  }

  @Override
  public scala.collection.Iterator<Object[]> compute(Partition split, TaskContext task) {
    return CollectionConverters.asScala(new Rows((FilePartition) split, task));
  }

  /** The rows of a file. */
  private final class Rows implements Iterator<Object[]> {
    private final FilePartition file;
    private final TaskContext task;
    private Iterator<Object[]> rows;
    private int slice = -1;
    private long left;

    Rows(FilePartition file, TaskContext task) {
      this.file = file;
      this.task = task;
    }

    @Override
    public boolean hasNext() {
      while (left == 0 && slice + 1 < file.slices.size()) {
        open(++slice);
      }
      return left > 0;
    }

    private void open(int number) {
      Slice next = file.slices.get(number);
      RDD<Object[]> source = firstParent(ROW);
      rows = CollectionConverters.asJava(source.iterator(file.parents.get(number), task));
      for (long k = 0; k < next.from; k++) {
        if (!rows.hasNext()) {
          throw wrongCount("fewer");
        }
        rows.next();
      }
      left = next.count;
    }

    @Override
    public Object[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (!rows.hasNext()) {
        throw wrongCount("fewer");
      }
      Object[] row = rows.next();
      left--;
      if (left == 0 && file.slices.get(slice).toEnd && rows.hasNext()) {
        throw wrongCount("more");
      }
      return row;
    }

    private UnusableDataException wrongCount(String word) {
      return new UnusableDataException(
          "Partition %d has %s rows than it was counted to have. If the input changes while it is read, run the job again when it is complete"
              .formatted(file.slices.get(slice).partition, word));
    }
  }
}
