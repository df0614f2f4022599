/**
 * What Spark gives a training and what it must take back: whole executors, the same arithmetic on
 * all, results that fit the driver. May import {@code nn.parameter} and {@code math}, and no other
 * room. Read first: {@link SparkResources}, then {@link WholeExecutors}.
 */
package io.nocturne.spark.train.cluster;
