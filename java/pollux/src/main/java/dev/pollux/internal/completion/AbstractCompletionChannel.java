package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionChannel;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.field.Fields;
import dev.pollux.internal.socket.OptionRange;
import dev.pollux.internal.socket.Refusals;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousCloseException;
import java.util.Objects;

/** What all channels share: their place in the port's list, and what does not depend on their kind. */
public abstract class AbstractCompletionChannel implements CompletionChannel {
    private static final VarHandle STREAM = Fields.find(MethodHandles.lookup(), "stream", StreamWork.class);

    final CompletionPortWork port;
    private volatile StreamWork<?, ?> stream; // the one that is pending
    private final ChannelHandle handle;

    // The port's list, guarded by it.
    AbstractCompletionChannel nextChannel;
    AbstractCompletionChannel previousChannel;
    boolean listed;

    AbstractCompletionChannel(CompletionPortWork port, ChannelHandle handle) {
        this.port = port;
        this.handle = handle;
    }

    /** {@return the name of the interface that a program knows it by} */
    abstract String face();

    public final ChannelHandle handle() {
        return handle;
    }

    @Override
    public final CompletionPort port() {
        return port;
    }

    @Override
    public final boolean isOpen() {
        return handle.isOpen();
    }

    @Override
    public final InetSocketAddress localAddress() throws IOException {
        return handle.localAddress();
    }

    @Override
    public final <T> void setOption(SocketOption<T> option, T value) throws IOException {
        OptionRange.check(option, value);
        handle.setOption(option, value);
    }

    @Override
    public final <T> T getOption(SocketOption<T> option) throws IOException {
        return handle.getOption(Objects.requireNonNull(option, "option"));
    }

    /** Fails before the system does, which says of any address of a bound socket only that it is no valid argument. */
    final void checkCanBind(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw Refusals.unresolved(address);
        }
        InetSocketAddress its = localAddress();
        if (its != null && its.getPort() != 0) {
            throw new AlreadyBoundException();
        }
    }

    @Override
    public final void close() {
        try {
            handle.close();
        } finally {
            try {
                port.remove(this);
            } finally {
                StreamWork<?, ?> toEnd = stream;
                if (toEnd != null) {
                    toEnd.closed(new AsynchronousCloseException());
                }
            }
        }
    }

    /** Takes a stream for the pending one. Returns false if there is another. */
    final boolean claim(StreamWork<?, ?> newStream) {
        return STREAM.compareAndSet(this, (StreamWork<?, ?>) null, newStream);
    }

    final void unclaim() {
        stream = null;
    }

    /** A lent buffer is about to be transferred. */
    void transferBegins() {}

    /** ... and has come back, which was told. */
    void transferEnds() {}

    @Override
    public final String toString() {
        return face() + "[" + handle + "]";
    }
}
