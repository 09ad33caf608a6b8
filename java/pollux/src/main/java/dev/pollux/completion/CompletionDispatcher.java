package dev.pollux.completion;

import dev.pollux.Dispatcher;
import dev.pollux.internal.wiring.Wiring;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A {@link Dispatcher} for a completion program: it drives a {@link CompletionPort} and calls the callbacks of its operations.
 * Sockets and operations come from the port. All methods may be called from any thread.
 *
 * <pre>{@code
 * CompletionDispatcher loop = CompletionDispatcher.open();
 * loop.listen(new InetSocketAddress(7000), socket -> socket.read(buffer, this::received).submit());
 * loop.run();
 * }</pre>
 */
public interface CompletionDispatcher extends Dispatcher {

    /**
     * Opens a dispatcher with a completion port of its own.
     *
     * @return the dispatcher
     * @throws IOException if the system refuses, for example because no handle is left
     * @throws UnsupportedOperationException if there is no completion port here, with the reason
     */
    static CompletionDispatcher open() throws IOException {
        return builder().open();
    }

    /**
     * Opens a dispatcher that drives a port.
     *
     * @param port the port, which is the dispatcher's now, to close too. No other thread polls it
     * @return the dispatcher
     */
    static CompletionDispatcher over(CompletionPort port) {
        return builder().over(port);
    }

    /** {@return a builder, for what differs from the defaults} */
    static CompletionDispatcherBuilder builder() {
        return Wiring.make(CompletionDispatcherBuilder.class);
    }

    /**
     * Listens at its port: {@link CompletionPort#listen(InetSocketAddress, CompletionAcceptCallback)}.
     *
     * @param address the local address. Port 0 lets the system choose one
     * @param callback takes the connections
     * @return the listener. Closing it ends the accepting
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    default CompletionListener listen(InetSocketAddress address, CompletionAcceptCallback callback) throws IOException {
        return port().listen(address, callback);
    }

    /**
     * Makes an operation that connects to a peer: {@link CompletionPort#connect(InetSocketAddress, CompletionCallback)}.
     *
     * @param remote the peer's address
     * @param callback takes the connection
     * @return the operation, to be submitted
     */
    default ConnectOperation connect(InetSocketAddress remote, CompletionCallback<ConnectOperation> callback) {
        return port().connect(remote, callback);
    }

    /** {@return the completion port that it waits on} The dispatcher polls it, nobody else. */
    CompletionPort port();
}
