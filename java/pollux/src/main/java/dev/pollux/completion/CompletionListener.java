package dev.pollux.completion;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A socket that accepts TCP connections by operations.
 *
 * <pre>{@code
 * CompletionListener listener = port.openListener();
 * listener.bind(address, CompletionListener.MAX_BACKLOG);
 * AcceptOperation accept = listener.accept((operation, none) -> {
 *     serve(operation.socket());
 *     operation.submit();
 * });
 * accept.submit();
 * }</pre>
 *
 * <p>{@link #acceptStream()} does that with several accepts at a time. All methods may be called from any thread.
 */
public interface CompletionListener extends CompletionChannel {
    /** A backlog as long as the system allows. */
    int MAX_BACKLOG = Integer.MAX_VALUE;

    /**
     * Takes an address and begins to listen.
     *
     * @param address the local address. Port 0 lets the system choose one
     * @param backlog how many connections may wait to be accepted, at least 1. The system may allow fewer
     * @throws java.nio.channels.AlreadyBoundException if it has an address
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    void bind(InetSocketAddress address, int backlog) throws IOException;

    /**
     * Makes an operation that accepts one connection. Several of one listener may be pending at once.
     *
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     */
    AcceptOperation accept();

    /**
     * Makes an operation as {@link #accept()} does, with its callback.
     *
     * @param callback what to call
     * @return the operation, to be submitted
     */
    default AcceptOperation accept(CompletionCallback<AcceptOperation> callback) {
        return accept().onCompletion(callback);
    }

    /**
     * Makes a stream that accepts what comes. A listener that is not bound refuses its submit with a {@link
     * java.nio.channels.NotYetBoundException}.
     *
     * @return the stream. Tell it its {@link CompletionStream#onResult}, then submit it
     */
    AcceptStream acceptStream();

    /**
     * Makes a stream as {@link #acceptStream()} does, with its callback.
     *
     * @param callback takes the connections
     * @return the stream, to be submitted
     */
    default AcceptStream acceptStream(StreamCallback<AcceptStream, CompletionSocket> callback) {
        return acceptStream().onResult(callback);
    }
}
