package io.nocturne.spark.train.cost;

/**
 * The chosen number of workers.
 *
 * @param workers 1 or more
 * @param speedUp the predicted speed-up over one worker; 1 for one
 * @param why the reason with its figures, one sentence without its full stop
 */
public record WorkersChoice(int workers, double speedUp, String why) {}
