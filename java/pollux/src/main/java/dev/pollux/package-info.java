/**
 * What a readiness program and a completion program share: the loop with its tasks and timers, error handlers, counters, backends.
 *
 * <p>A readiness program begins with {@link dev.pollux.readiness.ReadinessDispatcher}, a completion program with {@link
 * dev.pollux.completion.CompletionDispatcher}. Both are a {@link dev.pollux.Dispatcher}.
 */
package dev.pollux;
