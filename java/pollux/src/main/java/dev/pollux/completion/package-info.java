/**
 * What a completion program sees: a port that does operations, and calls their callbacks when they are complete.
 *
 * <p>{@link dev.pollux.completion.CompletionPort} is where to begin. {@link dev.pollux.completion.CompletionDispatcher} is its
 * loop with tasks and timers. {@link dev.pollux.completion.Operation} has what all operations have.
 */
package dev.pollux.completion;
