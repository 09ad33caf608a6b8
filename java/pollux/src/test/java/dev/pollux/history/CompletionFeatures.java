package dev.pollux.history;

/**
 * What a backend under test has.
 *
 * @param datagrams UDP sockets
 * @param files files that can be sent
 * @param endsToTheGone a shutdown of the output that ends, and the sending of a file to a peer that has gone: on Wine both are pending for
 *     ever, see CompletionTransferTest
 * @param anyThread operations that end as they should, whatever other threads do: the one that submitted may end, see
 *     DatagramTest of the direct floor, and another may close. On Wine a thread that data wakes for its receive may find another
 *     socket under the number of one that was closed meanwhile. Then the receive takes that one's data, or never ends
 */
public record CompletionFeatures(boolean datagrams, boolean files, boolean endsToTheGone, boolean anyThread) {}
