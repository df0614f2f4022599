/**
 * Paths as users give them: opening file systems, wildcards, and what is refused; no other code
 * opens a file system. May import {@code spark} and {@code config}. Read first: {@link
 * FileSystems}.
 */
package io.nocturne.spark.location;
