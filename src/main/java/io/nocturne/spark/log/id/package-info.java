/**
 * Ids of users and items, and the type that all ids of a column get. May import {@code
 * spark.log.file}. Read first: {@link IdColumn}.
 */
package io.nocturne.spark.log.id;
