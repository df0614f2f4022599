package io.nocturne.spark.log;

/** Which of the optional columns a log has. */
public record LoggedColumns(boolean rating, boolean time, boolean order) {}
