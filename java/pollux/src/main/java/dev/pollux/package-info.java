/**
 * The portable floor: readiness ports, sockets, and the dispatcher, the same on every backend.
 *
 * <p>{@link dev.pollux.Dispatcher} is where to begin.
 */
package dev.pollux;
