package io.nocturne.spark.train.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WindowRatesTest {
  private static WindowRates of(double... added) {
    WindowRates rates = new WindowRates();
    for (double rate : added) {
      rates.add(rate);
    }
    return rates;
  }

  @Test
  void latestIsTheMedianOfTheLastFive() {
    assertEquals(7, of(7).latest());
    assertEquals(4, of(99, 99, 4, 1, 3, 9, 8).latest());
  }

  @Test
  void isSteadyWhenTheLastFiveAreNoFaster() {
    assertFalse(of(5, 5, 5, 5, 5, 5, 5, 5, 5).isSteady()); // too few rates
    assertTrue(of(5, 5, 5, 5, 5, 5, 5, 5, 5, 5).isSteady());
    assertFalse(of(1, 1, 1, 5, 5, 5, 5, 5, 5, 5).isSteady());
    assertTrue(of(1, 1, 5, 5, 5, 5, 5, 5, 5, 5).isSteady());
    assertTrue(of(9, 9, 9, 9, 9, 5, 5, 5, 5, 5).isSteady()); // slower is not faster
  }
}
