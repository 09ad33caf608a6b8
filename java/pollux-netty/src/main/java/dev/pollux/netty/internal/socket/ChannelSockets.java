package dev.pollux.netty.internal.socket;

import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.windows.WinsockDatagramSocket;
import dev.pollux.windows.WinsockStreamListener;
import dev.pollux.windows.WinsockStreamSocket;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;

/** Opens the sockets of IP's channels, on either system. May be called from any thread. */
public final class ChannelSockets {
    /** True where channels are on IOCP. Else they are on Linux, or there are none. */
    public static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private ChannelSockets() {}

    /**
     * Opens a socket that is not connected.
     *
     * @param family the family of its addresses, or null for all that the system and the JVM have
     * @throws ChannelException if the system refuses
     */
    public static ChannelSocket.Stream openStream(SocketProtocolFamily family) {
        try {
            if (!IS_WINDOWS) {
                return new LinuxChannelSocket.OfStream(LinuxStreamSocket.open(onLinux(family)));
            }
            WinsockStreamSocket socket = WinsockStreamSocket.open(onWindows(family));
            try {
                socket.setSkipOnSuccess(); // unless a provider in between can't have it
                return new WindowsChannelSocket.OfStream(socket);
            } catch (Throwable e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ChannelException("no socket: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a listener that is not bound.
     *
     * @param family the family of its addresses, or null for all that the system and the JVM have
     * @throws ChannelException if the system refuses
     */
    public static ChannelSocket.Listener openListener(SocketProtocolFamily family) {
        try {
            return IS_WINDOWS
                    ? new WindowsChannelSocket.OfListener(WinsockStreamListener.open(onWindows(family)))
                    : new LinuxChannelSocket.OfListener(LinuxStreamListener.open(onLinux(family)));
        } catch (IOException e) {
            throw new ChannelException("no listener: " + e.getMessage(), e);
        }
    }

    /**
     * Opens a socket for datagrams that is not bound.
     *
     * @param family the family of its addresses, or null for all that the system and the JVM have
     * @throws ChannelException if the system refuses
     */
    public static ChannelSocket.Datagrams openDatagrams(SocketProtocolFamily family) {
        try {
            return IS_WINDOWS
                    ? new WindowsDatagrams(WinsockDatagramSocket.open(onWindows(family)))
                    : new LinuxDatagrams(LinuxDatagramSocket.open(onLinux(family)));
        } catch (IOException e) {
            throw new ChannelException("no datagram socket: " + e.getMessage(), e);
        }
    }

    /**
     * Checks that there are Unix sockets' channels here.
     *
     * @throws UnsupportedOperationException on Windows
     */
    public static void requireUnix() {
        if (IS_WINDOWS) {
            throw new UnsupportedOperationException("Unix sockets have channels on Linux only. Windows has such sockets"
                    + " since 10 1803, but Wine 8, where Pollux's Windows code is run, has none: so they were never tried"
                    + " on a completion port. PolluxSocketChannel on the loopback address works on both");
        }
    }

    /** {@return the socket of a connection that a port has accepted, and that is the channel's from now on} */
    public static ChannelSocket.Stream of(OpenDescriptor accepted) {
        return accepted instanceof WinsockStreamSocket windows
                ? new WindowsChannelSocket.OfStream(windows)
                : new LinuxChannelSocket.OfStream((LinuxStreamSocket) accepted);
    }

    /** {@return Linux's family, for a channel that there is on Linux only} */
    public static dev.pollux.linux.Family onLinux(SocketProtocolFamily family) throws IOException {
        if (family == null) {
            return dev.pollux.linux.Family.forIp();
        }
        return switch (family) {
            case INET -> dev.pollux.linux.Family.INET;
            case INET6 -> dev.pollux.linux.Family.INET6;
            default -> throw notOfTcp(family);
        };
    }

    private static dev.pollux.windows.Family onWindows(SocketProtocolFamily family) throws IOException {
        if (family == null) {
            return dev.pollux.windows.Family.forIp();
        }
        return switch (family) {
            case INET -> dev.pollux.windows.Family.INET;
            case INET6 -> dev.pollux.windows.Family.INET6;
            default -> throw notOfTcp(family);
        };
    }

    private static UnsupportedOperationException notOfTcp(SocketProtocolFamily family) {
        return new UnsupportedOperationException("a socket of IP has INET or INET6, not " + family);
    }
}
