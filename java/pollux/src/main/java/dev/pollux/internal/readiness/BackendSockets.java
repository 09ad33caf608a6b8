package dev.pollux.internal.readiness;

import dev.pollux.FileSource;
import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
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

    /** Opens a stream that is not connected, for a peer of this kind. */
    public AbstractStreamSocket stream(SocketAddress remote) throws IOException;

    /** Begins to connect. */
    public StreamSocket connect(SocketAddress remote) throws IOException;

    public FileSource file(Path path) throws IOException;

    /** Opens a file for threads that may wait. It is a {@link FileSource}, too. */
    public BlockingFile file(Path path, FileOptions options) throws IOException;

    /** Takes over what exists already, by its descriptor. */
    public StreamSocket adoptStream(int fd) throws IOException;

    /** Makes a socket of one that stays the caller's, too. Its close, while that one is open, gives that one up. */
    public StreamSocket adoptStream(OpenDescriptor socket) throws IOException;

    /** Makes the system's socket of one that is registered nowhere the caller's. From then on that one is closed. */
    public OpenDescriptor handOver(StreamSocket socket) throws IOException;

    public StreamListener adoptListener(int fd) throws IOException;

    /** Makes a listener of one that stays the caller's, too. Its close, while that one is open, gives that one up. */
    public StreamListener adoptListener(OpenDescriptor listener) throws IOException;

    public UdpSocket adoptUdp(int fd) throws IOException;

    public FileSource adoptFile(int fd) throws IOException;

    /** {@return a file of the direct floor, which stays its owner's, as this backend's sockets send it, or null if they can't} */
    public FileSource sourceOf(OpenFile file);
}
