package dev.pollux.internal.uring;

import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.ConnectOperationWork;
import dev.pollux.internal.completion.ReadOperationWork;
import dev.pollux.internal.completion.ReadStreamWork;
import dev.pollux.internal.completion.SendFileOperationWork;
import dev.pollux.internal.completion.ShutdownOutputOperationWork;
import dev.pollux.internal.completion.WriteOperationWork;
import dev.pollux.internal.socket.InetSockaddr;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A connection on the ring. */
final class UringSocket extends AbstractCompletionSocket {
    private static final int MSG_WAITALL = 0x100;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int POLLIN = 1;

    final LinuxStreamSocket socket;
    private final UringHandle handle;

    // The handle's. Each message comes by, and meets one object less.
    private final UringEngine engine;
    private final Lane writes;

    private volatile boolean isOutputShut;

    UringSocket(CompletionPortWork port, UringEngine engine, LinuxStreamSocket socket) {
        this(port, new UringHandle(engine, socket, new Lane(), new Lane()), socket);
    }

    private UringSocket(CompletionPortWork port, UringHandle handle, LinuxStreamSocket socket) {
        super(port, handle);
        this.handle = handle;
        engine = handle.engine;
        writes = handle.writes;
        this.socket = socket;
    }

    static UringSocket open(CompletionPortWork port, UringEngine engine, Family family) throws IOException {
        LinuxStreamSocket socket = LinuxStreamSocket.open(family);
        try {
            return new UringSocket(port, engine, socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    protected OpenDescriptor takeFromPort() throws IOException {
        return socket.handOver();
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
        isOutputShut = true;
        if (!engine.shutsLater(handle)) {
            socket.shutdownOutput();
        }
    }

    UringHandle lanes() {
        return handle;
    }

    @Override
    protected ReadStreamWork newReadStream() {
        ProvidedSlots slots = engine.slotsOf(port.lentBuffers());
        return slots == null ? super.newReadStream() : new UringReadStream(this, slots);
    }

    @Override
    protected int startRead(ReadOperationWork operation) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        UringBuffers buffers = (UringBuffers) operation.buffers();
        int fd = ticket.hold(socket);
        ticket.lane = handle.reads;
        if (!operation.hasRoom()) {
            ticket.entry(Opcode.POLL_ADD, fd, 0, 0, 0, POLLIN);
        } else if (buffers.isOne()) {
            ticket.entry(Opcode.RECV, fd, buffers.firstAddress(), buffers.firstLength(), 0, 0);
        } else {
            message(ticket, Opcode.RECVMSG, fd, buffers, 0);
        }
        return engine.start(ticket);
    }

    @Override
    protected int startWrite(WriteOperationWork operation) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        UringBuffers buffers = (UringBuffers) operation.buffers();
        int fd = ticket.hold(socket);
        ticket.lane = writes;
        if (!buffers.hasRemaining()) {
            nothing(ticket, fd);
        } else if (buffers.isOne()) {
            ticket.entry(Opcode.SEND, fd, buffers.firstAddress(), buffers.firstLength(), 0, MSG_WAITALL | MSG_NOSIGNAL);
        } else {
            message(ticket, Opcode.SENDMSG, fd, buffers, MSG_WAITALL | MSG_NOSIGNAL);
        }
        return engine.start(ticket);
    }

    /** A send of nothing would take the error that tells of a reset, which is for a read or a write of something. */
    private void nothing(UringTicket ticket, int fd) {
        ticket.entry(isOutputShut ? Opcode.SEND : Opcode.NOP, fd, 0, 0, 0, isOutputShut ? MSG_NOSIGNAL : 0);
    }

    private static void message(UringTicket ticket, int opcode, int fd, UringBuffers buffers, int flags) {
        int count = buffers.putIovecs(ticket);
        ticket.message(0, count);
        ticket.entry(opcode, fd, ticket.at(UringTicket.MESSAGE), 1, 0, flags);
    }

    @Override
    protected int startSendFile(SendFileOperationWork operation) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        if (ticket.file == null) {
            ticket.file = engine.fileParts.take();
        }
        int fd = ticket.hold(socket);
        ticket.lane = writes;
        if (!ticket.file.prepare(ticket, fd, UringFile.toSend(operation.file()), operation)) {
            nothing(ticket, fd);
        }
        return engine.start(ticket);
    }

    @Override
    protected int startConnect(ConnectOperationWork operation) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        ByteBuffer memory = ticket.memory();
        int family = socket.family() == Family.INET ? InetSockaddr.AF_INET : UringAddress.AF_INET6;
        int length = InetSockaddr.put(memory, UringTicket.ADDRESS, operation.remote(), family);
        handle.connectingTo = operation.remote();
        int fd = ticket.hold(socket);
        socket.connectsByRing(operation.remote());
        ticket.lane = writes;
        ticket.entry(Opcode.CONNECT, fd, ticket.at(UringTicket.ADDRESS), 0, length, 0);
        return engine.start(ticket);
    }

    @Override
    protected void completeConnect() {
        // It is a whole one.
    }

    /** After what was written before. It never waits, so it is a call of its own when it is its turn. */
    @Override
    protected int startShutdownOutput(ShutdownOutputOperationWork operation) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        int fd = ticket.hold(socket);
        ticket.lane = writes;
        ticket.entry(Opcode.SHUTDOWN, fd, 0, 1, 0, 0);
        return engine.start(ticket);
    }
}
