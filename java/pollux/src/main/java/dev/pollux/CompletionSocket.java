package dev.pollux;

import dev.pollux.windows.Family;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinsockSocket;
import dev.pollux.windows.WinsockStreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A TCP connection whose transfers are operations. Made by {@link CompletionListener#accept} and {@link
 * CompletionPort#connect}.
 *
 * <p>Buffers are direct; while an operation is pending, they are the system's. Reads and writes may be pending at the same
 * time. The operations are made once and submitted again and again:
 *
 * <pre>{@code
 * ReadOperation read = socket.read(buffer, (operation, bytes) -> …);
 * read.submit();
 * }</pre>
 */
public final class CompletionSocket extends CompletionChannel {
    private static volatile boolean refusesSlowly = true;

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final WinsockStreamSocket socket;

    private CompletionSocket(CompletionPort port, WinsockStreamSocket socket) {
        super(port);
        this.socket = socket;
    }

    static CompletionSocket open(CompletionPort port, InetSocketAddress remote) throws IOException {
        return open(port, Family.of(remote));
    }

    static CompletionSocket open(CompletionPort port, Family family) throws IOException {
        WinsockStreamSocket socket = WinsockStreamSocket.open(family);
        try {
            socket.setSkipOnSuccess(); // unless a provider in between can't have it
            CompletionSocket opened = new CompletionSocket(port, socket);
            port.add(opened);
            return opened;
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    WinsockSocket handle() {
        return socket;
    }

    WinsockStreamSocket socket() {
        return socket;
    }

    /**
     * Takes a local address, before it connects: see {@link ConnectOperation#setup}.
     *
     * @param local the address; port 0 lets the system choose one
     * @throws java.nio.channels.AlreadyBoundException if it has an address
     * @throws IOException if the system refuses
     */
    public void bind(InetSocketAddress local) throws IOException {
        checkCanBind(local);
        socket.bind(local);
    }

    /**
     * {@return the peer's address, or null if it is not connected}
     *
     * @throws IOException if it is closed
     */
    public InetSocketAddress remoteAddress() throws IOException {
        return (InetSocketAddress) socket.remoteAddress();
    }

    /**
     * Makes an operation that reads.
     *
     * @param buffer a direct buffer; with no room left in it, the read waits until there is something to read
     * @return the operation; to be told its {@link Operation#onCompletion}, then submitted
     * @throws IllegalArgumentException if the buffer is not direct, or of an arena that can be closed
     */
    public ReadOperation read(ByteBuffer buffer) {
        return new ReadOperation(this, new TransferBuffers(buffer));
    }

    /**
     * As {@link #read(ByteBuffer)}, with its callback.
     *
     * @param buffer a direct buffer; with no room left in it, the read waits until there is something to read
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     */
    public ReadOperation read(ByteBuffer buffer, CompletionCallback<ReadOperation> callback) {
        return read(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that scatters what it reads over several buffers.
     *
     * @param buffers direct buffers, filled in order
     * @return the operation; to be told its {@link Operation#onCompletion}, then submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     */
    public ReadOperation read(ByteBuffer[] buffers) {
        return new ReadOperation(this, new TransferBuffers(buffers));
    }

    /**
     * As {@link #read(ByteBuffer[])}, with its callback.
     *
     * @param buffers direct buffers, filled in order
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer[])}
     */
    public ReadOperation read(ByteBuffer[] buffers, CompletionCallback<ReadOperation> callback) {
        return read(buffers).onCompletion(callback);
    }

    /**
     * Makes an operation that writes a buffer to its end, and leaves its position there.
     *
     * @param buffer a direct buffer
     * @return the operation; to be told its {@link Operation#onCompletion}, then submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     */
    public WriteOperation write(ByteBuffer buffer) {
        return new WriteOperation(this, new TransferBuffers(buffer));
    }

    /**
     * As {@link #write(ByteBuffer)}, with its callback.
     *
     * @param buffer a direct buffer
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #write(ByteBuffer)}
     */
    public WriteOperation write(ByteBuffer buffer, CompletionCallback<WriteOperation> callback) {
        return write(buffer).onCompletion(callback);
    }

    /**
     * Makes an operation that gathers what it writes from several buffers, to the end of each.
     *
     * @param buffers direct buffers, in order
     * @return the operation; to be told its {@link Operation#onCompletion}, then submitted
     * @throws IllegalArgumentException as {@link #read(ByteBuffer)}
     */
    public WriteOperation write(ByteBuffer[] buffers) {
        return new WriteOperation(this, new TransferBuffers(buffers));
    }

    /**
     * As {@link #write(ByteBuffer[])}, with its callback.
     *
     * @param buffers direct buffers, in order
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #write(ByteBuffer[])}
     */
    public WriteOperation write(ByteBuffer[] buffers, CompletionCallback<WriteOperation> callback) {
        return write(buffers).onCompletion(callback);
    }

    /**
     * Makes an operation that sends from a file. Set its {@link SendFileOperation#range range} before it is submitted.
     *
     * @param file a file that {@link CompletionPort#openFile} opened
     * @return the operation; to be told its {@link Operation#onCompletion}, too
     * @throws IllegalArgumentException if another kind of port opened the file
     */
    public SendFileOperation sendFile(FileSource file) {
        return new SendFileOperation(this, IocpFileSource.of(file));
    }

    /**
     * As {@link #sendFile(FileSource)}, with its callback.
     *
     * @param file a file that {@link CompletionPort#openFile} opened
     * @param callback what to call
     * @return the operation, to be submitted
     * @throws IllegalArgumentException as {@link #sendFile(FileSource)}
     */
    public SendFileOperation sendFile(FileSource file, CompletionCallback<SendFileOperation> callback) {
        return sendFile(file).onCompletion(callback);
    }

    /**
     * Makes an operation that ends the connection once all that was written has gone.
     *
     * @return the operation; to be told its {@link Operation#onCompletion}, then submitted
     */
    public DisconnectOperation disconnect() {
        return new DisconnectOperation(this);
    }

    /**
     * As {@link #disconnect()}, with its callback.
     *
     * @param callback what to call
     * @return the operation, to be submitted
     */
    public DisconnectOperation disconnect(CompletionCallback<DisconnectOperation> callback) {
        return disconnect().onCompletion(callback);
    }

    /**
     * Shuts the receiving half.
     *
     * @throws IOException if the system refuses
     */
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    /**
     * Shuts the sending half, once all that was written has gone; the peer sees the end of the stream.
     *
     * @throws IOException if the system refuses
     */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    int startRead(Overlapped with, TransferBuffers to) throws IOException {
        return to.hasRemaining() ? socket.submitReceive(with, to.list) : socket.submitReceive(with);
    }

    int startWrite(Overlapped with, TransferBuffers from) throws IOException {
        return socket.submitSend(with, from.list);
    }

    int startSendFile(Overlapped with, IocpFileSource file, long position, long count) throws IOException {
        long there = Math.min(count, file.size() - position);
        return there > 0
                ? socket.submitTransmit(
                        with, file.file(), position, (int) Math.min(there, WinsockStreamSocket.MAX_TRANSMIT))
                : socket.submitSend(with, NOTHING);
    }

    int startConnect(Overlapped with, InetSocketAddress remote) throws IOException {
        if (remote.getAddress().isLoopbackAddress() && refusesSlowly) {
            refuseAtOnce();
        }
        return socket.submitConnect(with, remote);
    }

    /** Windows tries a refused connect again and again; on loopback there is nothing to try again for. */
    private void refuseAtOnce() {
        try {
            socket.setInitialRto(WinsockStreamSocket.UNSPECIFIED, 0);
        } catch (IOException | UnsupportedOperationException e) {
            refusesSlowly = false; // it can't be told, or need not
        }
    }

    void finishConnect() throws IOException {
        socket.updateConnectContext();
    }

    int startDisconnect(Overlapped with) throws IOException {
        return socket.submitDisconnect(with, false);
    }
}
