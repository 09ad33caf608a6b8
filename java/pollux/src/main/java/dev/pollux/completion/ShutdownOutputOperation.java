package dev.pollux.completion;

/**
 * Shuts the sending half of a connection once all that was written has gone. The peer sees the end of the stream. Its result is 0.
 * {@link CompletionSocket#shutdownOutputOperation()} makes it. {@link CompletionSocket#shutdownOutput()} does the same, and tells
 * nobody when it is done. On Windows it may take until the peer has ended its half, too (DisconnectEx).
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * ShutdownOutputOperation end = socket.shutdownOutputOperation((operation, result) -> operation.socket().close());
 * end.submit();
 * }</pre>
 */
public interface ShutdownOutputOperation extends Operation<ShutdownOutputOperation> {

    /** {@return the socket, which still has to be closed} */
    CompletionSocket socket();
}
