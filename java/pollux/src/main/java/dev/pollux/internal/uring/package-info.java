/** The completion backend on io_uring. It submits what operations ask for to one ring, and takes the completions out of it. */
package dev.pollux.internal.uring;
