/**
 * A dispatcher's counters as Micrometer's meters: {@link dev.pollux.micrometer.PolluxMetrics}.
 */
package dev.pollux.micrometer;
