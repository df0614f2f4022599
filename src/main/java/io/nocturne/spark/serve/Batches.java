package io.nocturne.spark.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Turns an iterator into another batch by batch, holding one batch at a time. */
final class Batches<A, B> implements Iterator<B> {
  private final Iterator<A> source;
  private final int size;
  private final Function<List<A>, List<B>> step;
  private final Deque<B> ready = new ArrayDeque<>();

  Batches(Iterator<A> source, int size, Function<List<A>, List<B>> step) {
    this.source = source;
    this.size = size;
    this.step = step;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && source.hasNext()) {
      List<A> batch = new ArrayList<>(size);
      while (batch.size() < size && source.hasNext()) {
        batch.add(source.next());
      }
      ready.addAll(step.apply(batch));
    }
    return !ready.isEmpty();
  }

  @Override
  public B next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
