package dev.pollux;

import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.windows.WinsockStreamListener;
import dev.pollux.windows.WinsockStreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Sockets of this system's direct floor, which a program opens itself. They are for addresses of IPv4. */
public final class DirectSockets {
    private static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private DirectSockets() {}

    /** {@return a socket that is not connected} */
    public static OpenDescriptor open() throws IOException {
        return IS_WINDOWS
                ? WinsockStreamSocket.open(dev.pollux.windows.Family.INET)
                : LinuxStreamSocket.open(dev.pollux.linux.Family.INET);
    }

    /** {@return a listener that is bound, and listens} */
    public static OpenDescriptor listen(InetSocketAddress address, int backlog) throws IOException {
        if (IS_WINDOWS) {
            WinsockStreamListener listener = WinsockStreamListener.open(dev.pollux.windows.Family.INET);
            listener.bind(address);
            listener.listen(backlog);
            return listener;
        }
        LinuxStreamListener listener = LinuxStreamListener.open(dev.pollux.linux.Family.INET);
        listener.bind(address);
        listener.listen(backlog);
        return listener;
    }
}
