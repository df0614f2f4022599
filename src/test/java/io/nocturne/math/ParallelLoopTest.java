package io.nocturne.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelLoopTest {
  @Test
  void takesEveryTurnOnce() {
    for (int threads : new int[] {1, 2, 5}) {
      try (ParallelLoop loop = new ParallelLoop(threads)) {
        assertEquals(threads, loop.threads());
        for (int count : new int[] {0, 1, 3, 1000}) {
          int[] turns = new int[count];
          loop.run(count, i -> turns[i]++);
          for (int turn : turns) {
            assertEquals(1, turn);
          }
        }
      }
    }
  }

  @Test
  void oneThreadIsTheCaller() {
    try (ParallelLoop loop = new ParallelLoop(1)) {
      Thread caller = Thread.currentThread();
      loop.run(10, i -> assertSame(caller, Thread.currentThread()));
    }
  }

  @Test
  void rethrowsAnExceptionAndSkipsTheRest() {
    for (int threads : new int[] {1, 4}) {
      try (ParallelLoop loop = new ParallelLoop(threads)) {
        AtomicInteger turns = new AtomicInteger();
        ArithmeticException thrown =
            assertThrows(
                ArithmeticException.class, () -> loop.run(1_000_000, i -> failAt(turns, i)));
        assertEquals("turn 3", thrown.getMessage());
        assertTrue(turns.get() < 1_000_000, "turns taken: " + turns);
        loop.run(5, i -> turns.set(-1));
        assertEquals(-1, turns.get());
      }
    }
  }

  @Test
  void keepsTheInterruptedStatus() {
    try (ParallelLoop loop = new ParallelLoop(3)) {
      AtomicInteger turns = new AtomicInteger();
      Thread.currentThread().interrupt();
      loop.run(100, i -> turns.incrementAndGet());
      assertTrue(Thread.interrupted());
      assertEquals(100, turns.get());
    }
  }

  @Test
  void rejectsZeroThreads() {
    assertEquals(
        "Invalid number of threads: 0 (expected 1 or more)",
        assertThrows(IllegalArgumentException.class, () -> new ParallelLoop(0)).getMessage());
  }

  /** As thrown by Scala code, which does not declare them; on any thread. */
  @Test
  void rethrowsUndeclaredCheckedExceptions() {
    for (int threads : new int[] {1, 2, 4}) {
      try (ParallelLoop loop = new ParallelLoop(threads)) {
        AtomicInteger running = new AtomicInteger();
        IOException thrown =
            assertThrows(
                IOException.class,
                () ->
                    loop.run(
                        100,
                        i -> {
                          running.incrementAndGet();
                          try {
                            ParallelLoopTest.<RuntimeException>sneak(new IOException("turn " + i));
                          } finally {
                            running.decrementAndGet();
                          }
                        }));
        assertTrue(thrown.getMessage().startsWith("turn "), thrown::getMessage);
        assertEquals(0, running.get(), "turns that are not done");
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static void failAt(AtomicInteger turns, int i) {
    turns.incrementAndGet();
    if (i == 3) {
      throw new ArithmeticException("turn 3");
    }
  }
}
