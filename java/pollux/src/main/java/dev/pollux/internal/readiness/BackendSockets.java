package dev.pollux.internal.readiness;

import dev.pollux.FileSource;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;

/** Opens the sockets and files of a backend. What is wrong on every backend is refused before. */
public interface BackendSockets {
    public StreamListener listener() throws IOException;

    public StreamListener listener(StandardProtocolFamily family) throws IOException;

    public UdpSocket udp() throws IOException;

    public UdpSocket udp(StandardProtocolFamily family) throws IOException;

    /** Begins to connect. */
    public StreamSocket connect(SocketAddress remote) throws IOException;

    public FileSource file(Path path) throws IOException;

    /** Takes over what exists already, by its descriptor. */
    public StreamSocket adoptStream(int fd) throws IOException;

    public StreamListener adoptListener(int fd) throws IOException;

    public UdpSocket adoptUdp(int fd) throws IOException;
}
