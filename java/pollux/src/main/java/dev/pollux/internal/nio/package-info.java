/**
 * The readiness backend on {@link java.nio.channels.Selector}. It knows no system.
 */
package dev.pollux.internal.nio;
