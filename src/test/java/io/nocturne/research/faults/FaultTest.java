package io.nocturne.research.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {
  private static final Fault FIRST = new Fault(Fault.Part.TRAIN, 3, 2, Fault.Kind.KILL_READING);
  private static final Fault SECOND = new Fault(Fault.Part.AVERAGE, 4, 7, Fault.Kind.FAIL);

  private static TaskOfRound task(Fault.Part part, int round, int number, int of) {
    return new TaskOfRound(part, round, 9, number, of);
  }

  @Test
  void parsesWhatItPrints() {
    assertEquals(List.of(FIRST, SECOND), Fault.parse(FIRST + "," + SECOND));
  }

  @Test
  void rejectsInvalidText() {
    assertThrows(IllegalArgumentException.class, () -> Fault.parse("TRAIN:3:2"));
    assertThrows(IllegalArgumentException.class, () -> Fault.parse("TRAIN:3:2:KISS"));
  }

  /** Number 7 modulo two tasks is the second task. */
  @Test
  void injectsEachFaultOnce() {
    ListedFaults faults = new ListedFaults(List.of(FIRST, SECOND));
    assertEquals(Fault.Kind.NONE, faults.of(task(Fault.Part.TRAIN, 3, 1, 4)));
    assertEquals(Fault.Kind.NONE, faults.of(task(Fault.Part.TRAIN, 4, 2, 4)));
    assertEquals(Fault.Kind.NONE, faults.of(task(Fault.Part.AVERAGE, 3, 2, 4)));
    assertEquals(Fault.Kind.KILL_READING, faults.of(task(Fault.Part.TRAIN, 3, 2, 4)));
    assertEquals(Fault.Kind.NONE, faults.of(task(Fault.Part.TRAIN, 3, 2, 4)));
    assertEquals(Fault.Kind.NONE, faults.of(task(Fault.Part.AVERAGE, 4, 0, 2)));
    assertEquals(Fault.Kind.FAIL, faults.of(task(Fault.Part.AVERAGE, 4, 1, 2)));
  }
}
