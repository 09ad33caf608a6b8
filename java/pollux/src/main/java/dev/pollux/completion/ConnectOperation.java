package dev.pollux.completion;

import java.net.InetSocketAddress;

/**
 * Connects to a peer, with a new socket each time. Its result is 0, and the connection is {@link #socket()}.
 *
 * <pre>{@code
 * port.connect(address, (operation, none) -> greet(operation.socket())).submit();
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface ConnectOperation extends Operation<ConnectOperation> {

    /**
     * Sets who gets each new socket before it connects.
     *
     * <pre>{@code
     * connect.setup(socket -> socket.setOption(StandardSocketOptions.TCP_NODELAY, true));
     * }</pre>
     *
     * @param setup what to call, on the thread that submits, or null for nothing
     * @return this
     */
    ConnectOperation setup(ConnectSetup setup);

    /** {@return the address that it connects to} */
    InetSocketAddress remote();

    /** {@return the connection that was made last, which the caller has to close, or null after a failure} */
    CompletionSocket socket();
}
