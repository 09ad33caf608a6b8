/** The loop over a completion port: its tasks and timers are the one loop's. */
package dev.pollux.internal.completion.loop;
