package io.nocturne.model.index;

import com.github.jelmerk.knn.hnsw.HnswIndex;
import java.util.List;

/**
 * Finds the classes of a stored graph, and no others: the library stores it as Java objects, and a
 * file must not bring objects of any class into the job.
 */
final class IndexClasses extends ClassLoader {
  private static final List<String> PACKAGES =
      List.of(HnswIndex.class.getPackageName() + ".", Graph.class.getPackageName() + ".");

  private static final String COMPARATOR = "java.util.Comparators$NaturalOrderComparator";
  private static final String ENUM = "java.lang.Enum";

  IndexClasses() {
    super(Graph.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals(COMPARATOR)
        || name.equals(ENUM)
        || PACKAGES.stream().anyMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    throw new ClassNotFoundException(name + " is no class of an index");
  }
}
