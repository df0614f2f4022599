package io.nocturne.jobs.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nocturne.spark.train.RoundHook;
import org.junit.jupiter.api.Test;

class FaultHookTest {
  @Test
  void nothingIsWhatATrainingHasAnyway() {
    assertSame(RoundHook.NONE, FaultHook.of(""));
  }

  /** Outside a task, as no fault is there: to look for one must not need a task. */
  @Test
  void whereNoFaultIsNothingHappens() {
    FaultHook.of("REDUCING:2:1:THROW").at(RoundHook.Point.REDUCING, 1, 1);
    FaultHook.of("REDUCING:2:1:THROW").at(RoundHook.Point.LEARNT, 2, 1);
  }

  @Test
  void aFaultIsReadAsItIsWritten() {
    Fault fault = new Fault(RoundHook.Point.LEARNT, 3, 2, Fault.Kind.KILL);
    assertEquals(fault, Fault.parse(fault.toString()));
  }

  @Test
  void anythingElseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> FaultHook.of("LEARNT:3:2"));
    assertThrows(IllegalArgumentException.class, () -> FaultHook.of("LEARNT:3:2:KISS"));
  }
}
