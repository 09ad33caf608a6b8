/**
 * The portable floor: readiness ports, completion ports, their sockets, and the dispatcher.
 *
 * <p>{@link dev.pollux.Dispatcher} is where to begin, or {@link dev.pollux.completion.CompletionPort} for operations that complete.
 */
package dev.pollux;
