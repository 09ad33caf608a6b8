/** Whole servers side by side: each in a process of its own, loaded in turn by one client. */
package dev.pollux.benchmarks.servers;
