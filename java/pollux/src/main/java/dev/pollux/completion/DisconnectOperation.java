package dev.pollux.completion;

/**
 * Ends a connection once all that was written has gone. The peer sees the end of the stream. Its result is 0. {@link
 * CompletionSocket#disconnect()} makes it.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * DisconnectOperation end = socket.disconnect((operation, result) -> operation.socket().close());
 * end.submit();
 * }</pre>
 */
public interface DisconnectOperation extends Operation<DisconnectOperation> {

    /** {@return the socket, which still has to be closed} */
    CompletionSocket socket();
}
