/**
 * What all completion backends share: submissions and their state, deadlines, waits, delivery, closing. {@link
 * dev.pollux.internal.completion.CompletionBackend} is the seam that a backend lies behind.
 */
package dev.pollux.internal.completion;
