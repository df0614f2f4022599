/**
 * The defaults, types and checks of {@code conf/nightly.conf}, and configurations over them.
 * Imports nothing of ours: it is the lowest package. Read first: {@link Reference}, then {@link
 * Configuration}.
 */
package io.nocturne.config;
