/**
 * The portable floor: readiness ports, completion ports, their sockets, and the dispatcher.
 *
 * <p>{@link dev.pollux.Dispatcher} is where to begin; for operations that complete, {@link dev.pollux.CompletionPort}.
 */
package dev.pollux;
