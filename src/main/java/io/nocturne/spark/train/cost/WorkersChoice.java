package io.nocturne.spark.train.cost;

/**
 * How many workers are to train.
 *
 * @param workers 1 or more
 * @param speedUp how many times as fast as one worker they are by the prediction; 1 for one
 * @param why one sentence without its full stop, with the figures
 */
public record WorkersChoice(int workers, double speedUp, String why) {}
