package io.nocturne.spark.log;

import java.io.Serializable;

/** Which of the optional columns a log has. */
public record PresentColumns(boolean rating, boolean time, boolean order) implements Serializable {}
