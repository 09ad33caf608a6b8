/**
 * The one loop: turn, tasks, timers, wakeup, counters, failures. It serves ports of both kinds.
 */
package dev.pollux.internal.loop;
