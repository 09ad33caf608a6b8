package dev.pollux.examples.load;

import java.net.InetSocketAddress;

/**
 * What a load is made of.
 *
 * @param target the server's address
 * @param protocol what is spoken
 * @param path what http asks for
 * @param connections how many connections
 * @param sizeBytes an echo message's size
 * @param ratePerSecond messages a second over all connections. 0 sends the next as soon as a reply is in
 * @param warmupSeconds how long the load runs before it is measured
 * @param seconds how long it is measured
 * @param threads the client's threads
 * @param pipeline the most messages a connection has under way
 */
public record LoadPlan(
        InetSocketAddress target,
        Protocol protocol,
        String path,
        int connections,
        int sizeBytes,
        double ratePerSecond,
        double warmupSeconds,
        double seconds,
        int threads,
        int pipeline) {

    /** The protocols. */
    public enum Protocol {
        /** What is sent comes back. */
        ECHO,
        /** HTTP/1.1, GET. */
        HTTP
    }

    /** {@return whether messages are sent at their own times, whatever the server does} */
    public boolean isOpenLoop() {
        return ratePerSecond > 0;
    }

    /** {@return the same with another rate} */
    public LoadPlan withRate(double newRatePerSecond) {
        return new LoadPlan(
                target,
                protocol,
                path,
                connections,
                sizeBytes,
                newRatePerSecond,
                warmupSeconds,
                seconds,
                threads,
                pipeline);
    }

    /** {@return the same with other durations} */
    public LoadPlan withSeconds(double newWarmupSeconds, double newSeconds) {
        return new LoadPlan(
                target,
                protocol,
                path,
                connections,
                sizeBytes,
                ratePerSecond,
                newWarmupSeconds,
                newSeconds,
                threads,
                pipeline);
    }

    Conversation newConversation(int connectionIndex) {
        return protocol == Protocol.ECHO
                ? new EchoConversation(connectionIndex, sizeBytes)
                : new HttpConversation(target, path);
    }
}
