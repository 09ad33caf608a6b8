package dev.pollux.history;

/**
 * What a backend under test has.
 *
 * @param datagrams UDP sockets
 * @param files files that can be sent
 * @param endsToTheGone a shutdown of the output that ends, and the sending of a file to a peer that has gone: on Wine both are pending for
 *     ever, see CompletionTransferTest
 * @param outlivesThreads operations that end as if nothing were, whatever becomes of the thread that submitted them: Wine leaves one
 *     undone if data comes while its thread ends, see DatagramTest of the direct floor
 */
public record CompletionFeatures(boolean datagrams, boolean files, boolean endsToTheGone, boolean outlivesThreads) {}
