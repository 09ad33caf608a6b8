package dev.pollux.history;

/**
 * What a backend under test has.
 *
 * @param datagrams UDP sockets
 * @param files files that can be sent
 * @param disconnects a disconnect that ends
 */
public record CompletionFeatures(boolean datagrams, boolean files, boolean disconnects) {}
