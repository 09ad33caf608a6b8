package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.ConnectOperationWork;
import dev.pollux.internal.completion.ReadOperationWork;
import dev.pollux.internal.completion.SendFileOperationWork;
import dev.pollux.internal.completion.ShutdownOutputOperationWork;
import dev.pollux.internal.completion.WriteOperationWork;
import dev.pollux.windows.Family;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinsockStreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A connection of Winsock's. */
final class IocpSocket extends AbstractCompletionSocket {
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private static volatile boolean refusesSlowly = true;

    final WinsockStreamSocket socket;

    private IocpSocket(CompletionPortWork port, WinsockStreamSocket socket) {
        super(port, new IocpHandle(socket));
        this.socket = socket;
    }

    static IocpSocket open(CompletionPortWork port, Family family) throws IOException {
        WinsockStreamSocket socket = WinsockStreamSocket.open(family);
        try {
            socket.setSkipOnSuccess(); // unless a provider in between can't have it
            return new IocpSocket(port, socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** Associates it here: what fails leaves the socket to the caller. */
    static IocpSocket adopt(CompletionPortWork port, IocpBackend backend, long handle) throws IOException {
        WinsockStreamSocket socket = WinsockStreamSocket.adopt(handle);
        IocpSocket adopted = new IocpSocket(port, socket);
        backend.attach(adopted);
        return adopted;
    }

    @Override
    protected void bindTo(InetSocketAddress local) throws IOException {
        socket.bind(local);
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        return (InetSocketAddress) socket.remoteAddress();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    protected void shutOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    protected int startRead(ReadOperationWork operation) throws IOException {
        Overlapped block = (Overlapped) operation.ticket();
        return operation.hasRoom()
                ? socket.submitReceive(block, ((IocpBuffers) operation.buffers()).list)
                : socket.submitReceive(block);
    }

    @Override
    protected int startWrite(WriteOperationWork operation) throws IOException {
        return socket.submitSend((Overlapped) operation.ticket(), ((IocpBuffers) operation.buffers()).list);
    }

    @Override
    protected int startSendFile(SendFileOperationWork operation) throws IOException {
        Overlapped block = (Overlapped) operation.ticket();
        IocpFile file = (IocpFile) operation.file();
        long position = operation.nextPosition();
        long there = Math.min(operation.remaining(), file.size() - position);
        return there > 0
                ? socket.submitTransmit(
                        block, file.file(), position, (int) Math.min(there, WinsockStreamSocket.MAX_TRANSMIT))
                : socket.submitSend(block, NOTHING);
    }

    @Override
    protected int startConnect(ConnectOperationWork operation) throws IOException {
        InetSocketAddress remote = operation.remote();
        if (remote.getAddress().isLoopbackAddress() && refusesSlowly) {
            refuseAtOnce();
        }
        return socket.submitConnect((Overlapped) operation.ticket(), remote);
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
        return socket.submitDisconnect((Overlapped) operation.ticket(), false);
    }
}
