package dev.pollux.completion;

/**
 * Accepts connections until it is stopped or its listener is closed. Its results are the connections.
 *
 * <pre>{@code
 * AcceptStream accepting = listener.acceptStream((stream, socket) -> serve(socket));
 * accepting.submit();
 * }</pre>
 *
 * <p>An {@link AcceptOperation} may be pending at the same time: each connection goes to one of them.
 *
 * <p>A connection that is gone before it was accepted is passed over. With no handle or memory left for a connection the stream
 * waits for a moment, tells the error handler, and goes on. While it is paused, connections that have come just before may still be
 * accepted. They are kept, and told after {@link #resume()} or {@link #stop()}. Those that nobody was told of when the listener is
 * closed are closed with it.
 *
 * <p>All methods may be called from any thread.
 */
public interface AcceptStream extends CompletionStream<AcceptStream, CompletionSocket> {

    /** {@return the listener that it accepts at} */
    CompletionListener listener();
}
