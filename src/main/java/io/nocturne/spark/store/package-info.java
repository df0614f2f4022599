/**
 * Tables, models, hashes, manifests and publishing; no other code renames a file. May import {@code
 * spark.location}, {@code spark} and {@code nn.parameter}. Read first: {@link RunRoot}, {@link
 * TableStore} and {@link Publisher}.
 */
package io.nocturne.spark.store;
