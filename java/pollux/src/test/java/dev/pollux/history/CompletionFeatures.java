package dev.pollux.history;

/**
 * What a backend under test has.
 *
 * @param datagrams UDP sockets, sockets with a local address of their own, and a shutdown of the input
 * @param files files that can be sent
 * @param endsToTheGone a shutdown of the output that ends, and the sending of a file to a peer that has gone: on Wine both are pending for
 *     ever, see CompletionTransferTest
 * @param anyThread operations that end as they should, whatever other threads do: the one that submitted may end, see
 *     DatagramTest of the direct floor, and another may close. On Wine a thread that data wakes for its receive may find another
 *     socket under the number of one that was closed meanwhile. Then the receive takes that one's data, or never ends
 * @param addresses memory by its address, which the JDK's channels can't take, sockets and listeners of the direct floor that the program
 *     has opened, and connections that leave their port
 */
public record CompletionFeatures(
        boolean datagrams, boolean files, boolean endsToTheGone, boolean anyThread, boolean addresses) {}
