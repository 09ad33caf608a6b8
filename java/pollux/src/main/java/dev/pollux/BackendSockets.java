package dev.pollux;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;

/** Opens the sockets and files of a backend. What is wrong on every backend is refused before. */
interface BackendSockets {
    StreamListener listener() throws IOException;

    StreamListener listener(StandardProtocolFamily family) throws IOException;

    UdpSocket udp() throws IOException;

    UdpSocket udp(StandardProtocolFamily family) throws IOException;

    /** Begins to connect. */
    StreamSocket connect(SocketAddress remote) throws IOException;

    FileSource file(Path path) throws IOException;

    /** Takes over what exists already, by its descriptor. */
    StreamSocket adoptStream(int fd) throws IOException;

    StreamListener adoptListener(int fd) throws IOException;

    UdpSocket adoptUdp(int fd) throws IOException;
}
