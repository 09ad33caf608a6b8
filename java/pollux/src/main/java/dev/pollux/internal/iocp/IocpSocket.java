package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.ConnectOperationWork;
import dev.pollux.internal.completion.ReadOperationWork;
import dev.pollux.internal.completion.SendFileOperationWork;
import dev.pollux.internal.completion.ShutdownOutputOperationWork;
import dev.pollux.internal.completion.WriteOperationWork;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import dev.pollux.windows.Family;
import dev.pollux.windows.Iocp;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.OverlappedFile;
import dev.pollux.windows.WinsockStreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A connection of Winsock's. */
final class IocpSocket extends AbstractCompletionSocket {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private static volatile boolean refusesSlowly = true;

    final WinsockStreamSocket socket;
    private final IocpHandle handle;
    private final Iocp iocp;

    private IocpSocket(CompletionPortWork port, IocpBackend backend, WinsockStreamSocket socket) {
        this(port, backend, socket, new IocpHandle(socket));
    }

    private IocpSocket(CompletionPortWork port, IocpBackend backend, WinsockStreamSocket socket, IocpHandle handle) {
        super(port, handle);
        this.socket = socket;
        this.handle = handle;
        iocp = backend.iocp;
    }

    static IocpSocket open(CompletionPortWork port, IocpBackend backend, Family family) throws IOException {
        WinsockStreamSocket socket = WinsockStreamSocket.open(family);
        try {
            socket.setSkipOnSuccess(); // unless a provider in between can't have it
            return new IocpSocket(port, backend, socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** Associates it here: what fails leaves the socket to the caller. */
    static IocpSocket adopt(CompletionPortWork port, IocpBackend backend, long handle) throws IOException {
        WinsockStreamSocket socket = WinsockStreamSocket.adopt(handle);
        IocpSocket adopted = new IocpSocket(port, backend, socket);
        backend.attach(adopted);
        return adopted;
    }

    /** Opens one for an accept. It comes to the port with its first operation: its program may give it to another port. */
    static IocpSocket toBeAccepted(CompletionPortWork port, IocpBackend backend, Family family) throws IOException {
        IocpSocket made = open(port, backend, family);
        made.handle.isToBeAccepted = true;
        return made;
    }

    static IocpSocket lent(CompletionPortWork port, IocpBackend backend, OpenDescriptor socket) throws IOException {
        if (!(socket instanceof WinsockStreamSocket stream)) {
            throw new IllegalArgumentException("not a stream socket of Winsock's: " + socket);
        }
        WinsockStreamSocket lent = stream.lend();
        try {
            return new IocpSocket(port, backend, lent);
        } catch (Throwable e) { // no memory
            lent.close();
            throw e;
        }
    }

    /** Before each submission. */
    private WinsockStreamSocket attached() throws IOException {
        if (!handle.attached) {
            handle.attach(iocp);
        }
        return socket;
    }

    @Override
    protected OpenDescriptor takeFromPort() throws IOException {
        handle.detach();
        return socket;
    }

    @Override
    protected void bindTo(InetSocketAddress local) throws IOException {
        handle.its();
        socket.bind(local);
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        handle.its();
        return (InetSocketAddress) socket.remoteAddress();
    }

    @Override
    public void shutdownInput() throws IOException {
        handle.its();
        socket.shutdownInput();
    }

    @Override
    protected void shutOutput() throws IOException {
        handle.its();
        socket.shutdownOutput();
    }

    @Override
    protected int startRead(ReadOperationWork operation) throws IOException {
        Overlapped block = (Overlapped) operation.ticket();
        return operation.hasRoom()
                ? attached().submitReceive(block, ((IocpBuffers) operation.buffers()).list)
                : attached().submitReceive(block);
    }

    @Override
    protected int startWrite(WriteOperationWork operation) throws IOException {
        return attached().submitSend((Overlapped) operation.ticket(), ((IocpBuffers) operation.buffers()).list);
    }

    @Override
    protected int startSendFile(SendFileOperationWork operation) throws IOException {
        Overlapped block = (Overlapped) operation.ticket();
        OpenFile source = operation.file();
        OverlappedFile file = source instanceof IocpFile its ? its.file() : (OverlappedFile) source;
        long position = operation.nextPosition();
        long there = Math.min(operation.remaining(), source.size() - position);
        return there > 0
                ? attached()
                        .submitTransmit(block, file, position, (int) Math.min(there, WinsockStreamSocket.MAX_TRANSMIT))
                : attached().submitSend(block, NOTHING);
    }

    @Override
    protected int startConnect(ConnectOperationWork operation) throws IOException {
        InetSocketAddress remote = operation.remote();
        if (remote.getAddress().isLoopbackAddress() && refusesSlowly) {
            refuseAtOnce();
        }
        return attached().submitConnect((Overlapped) operation.ticket(), remote);
    }

    /** Windows tries a refused connect again and again; on loopback there is nothing to try again for. */
    private void refuseAtOnce() {
        try {
            socket.setInitialRto(WinsockStreamSocket.UNSPECIFIED, 0);
        } catch (IOException | UnsupportedOperationException e) {
            refusesSlowly = false; // it can't be told, or need not
        }
    }

    @Override
    protected void completeConnect() throws IOException {
        socket.updateConnectContext();
    }

    @Override
    protected int startShutdownOutput(ShutdownOutputOperationWork operation) throws IOException {
        return attached().submitDisconnect((Overlapped) operation.ticket(), false);
    }
}
