/** The time limits that a completion port keeps itself: of streams that wait, and of writes that nobody takes. */
package dev.pollux.internal.completion.clock;
