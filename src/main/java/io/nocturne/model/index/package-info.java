/**
 * The nearest of many codes: exact, by a search of all of them, or approximate, by an index that is
 * kept as a file. May import {@code model} and what is below it; no Spark. Read first: {@link
 * CodeSearch}, {@link CodeIndex} and {@link IndexChoice}.
 */
package io.nocturne.model.index;
