package dev.pollux.internal.readiness;

import dev.pollux.binding.Platform;
import dev.pollux.internal.socket.OptionRange;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.internal.text.PathBytes;
import dev.pollux.readiness.PollableSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the sockets of all backends have in common. */
public abstract class AbstractPollableSocket extends AbstractPollable implements PollableSocket {
    /** As many bytes as a Unix socket's path has on Linux and Windows, less its end. */
    private static final int MAX_PATH_BYTES = 107;

    protected AbstractPollableSocket() {}

    /** What every backend refuses, said in one way. */
    public static void checkAddress(SocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw Refusals.unresolved(inet);
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            int length = nameOf(unix).length;
            if (length > MAX_PATH_BYTES) {
                throw new IllegalArgumentException(
                        "a Unix socket's path has at most " + MAX_PATH_BYTES + " bytes, not " + length + ": " + unix);
            }
        }
    }

    private static byte[] nameOf(UnixDomainSocketAddress address) {
        return Platform.isWindows()
                ? address.getPath().toString().getBytes(StandardCharsets.UTF_8)
                : PathBytes.of(address.getPath());
    }

    public final void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public abstract SocketAddress localAddress() throws IOException;

    @Override
    public final InetSocketAddress localInetAddress() throws IOException {
        return inet(localAddress());
    }

    public static InetSocketAddress inet(SocketAddress address) {
        if (address != null && !(address instanceof InetSocketAddress)) {
            throw Refusals.unsupported(address + " is not TCP's or UDP's: ask for localAddress() or remoteAddress()");
        }
        return (InetSocketAddress) address;
    }

    @Override
    public abstract IOException takeError() throws IOException;

    @Override
    public abstract int bytesToRead() throws IOException;

    @Override
    public final <T> void setOption(SocketOption<T> option, T value) throws IOException {
        OptionRange.check(option, value);
        setSystemOption(option, value);
    }

    public abstract <T> void setSystemOption(SocketOption<T> option, T value) throws IOException;

    @Override
    public final <T> T getOption(SocketOption<T> option) throws IOException {
        return getSystemOption(Objects.requireNonNull(option, "option"));
    }

    public abstract <T> T getSystemOption(SocketOption<T> option) throws IOException;
}
