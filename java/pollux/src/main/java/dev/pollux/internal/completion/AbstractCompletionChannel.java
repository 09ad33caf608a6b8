package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionChannel;
import dev.pollux.internal.completion.seam.ChannelHandle;
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

/** What all channels share, and what does not depend on their kind. */
public abstract class AbstractCompletionChannel extends AbstractCompletionSource implements CompletionChannel {
    private static final VarHandle STREAM = Fields.find(MethodHandles.lookup(), "stream", StreamWork.class);

    private volatile StreamWork<?, ?> stream; // the one that is pending
    private final ChannelHandle handle;

    AbstractCompletionChannel(CompletionPortWork port, ChannelHandle handle) {
        super(port, handle);
        this.handle = handle;
    }

    @Override
    public final ChannelHandle handle() {
        return handle;
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
    protected final void closed() {
        StreamWork<?, ?> toEnd = stream;
        if (toEnd != null) {
            toEnd.closed(new AsynchronousCloseException());
        }
    }

    /** Takes a stream for the pending one. Returns false if there is another. */
    final boolean claim(StreamWork<?, ?> newStream) {
        return STREAM.compareAndSet(this, (StreamWork<?, ?>) null, newStream);
    }

    final void unclaim() {
        stream = null;
    }

    final StreamWork<?, ?> pendingStream() {
        return stream;
    }

    /** {@return false if it is closed, or about to be: nothing new begins} */
    boolean isUsable() {
        return isOpen();
    }
}
