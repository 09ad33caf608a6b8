/** What each backend has of its own beneath a channel and its operations: handles, the memory of a transfer, peers' addresses. */
package dev.pollux.internal.completion.seam;
