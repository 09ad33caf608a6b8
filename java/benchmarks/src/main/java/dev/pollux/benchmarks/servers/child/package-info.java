/** The servers that are compared, each in a process of its own: what runs in the child. */
package dev.pollux.benchmarks.servers.child;
