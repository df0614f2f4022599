package io.nocturne.spark.log.id;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdNumbersTest {
  private static List<Object> ids() {
    Random random = new Random(3);
    List<Object> ids = new ArrayList<>(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, "", "0"));
    for (int k = 0; k < 20_000; k++) {
      long integer = random.nextLong() >> random.nextInt(64);
      ids.add(integer);
      ids.add(integer << 32); // alike in their low bits
      ids.add((long) k << 48);
      ids.add("text " + k % 3_000);
    }
    return ids;
  }

  @Test
  void distinctIdsHaveConsecutiveNumbers() {
    IdNumbers numbers = new IdNumbers();
    Map<Object, Integer> expected = new HashMap<>();
    for (Object id : ids()) {
      expected.putIfAbsent(id, expected.size());
      assertEquals(expected.get(id), numbers.add(id));
    }
    assertEquals(expected.size(), numbers.size());
    expected.forEach((id, number) -> assertEquals(number, numbers.of(id)));
  }

  @Test
  void othersAreUnknown() {
    IdNumbers numbers = new IdNumbers();
    assertEquals(IdNumbers.UNKNOWN, numbers.of(0L));
    numbers.add(7L);
    numbers.add("a");
    assertEquals(IdNumbers.UNKNOWN, numbers.of("7"));
    assertEquals(IdNumbers.UNKNOWN, numbers.of(8L));
    assertEquals(IdNumbers.UNKNOWN, numbers.of(0L));
  }
}
