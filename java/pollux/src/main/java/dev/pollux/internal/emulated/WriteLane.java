package dev.pollux.internal.emulated;

import dev.pollux.FileSource;
import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.ConnectOperationWork;
import dev.pollux.internal.completion.SendFileOperationWork;
import dev.pollux.internal.completion.WriteOperationWork;
import dev.pollux.internal.completion.file.PooledFile;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import java.io.IOException;

/** The writes of a connection, files included, its connect before them, and its end after them. */
final class WriteLane extends Lane {
    /** How many calls one try makes for one submission: a fast reader must not keep the port's thread for ever. */
    private static final int MOST_CALLS = 16;

    /** How much of a file one submission sends: the part that is told is an int. */
    private static final int MOST_OF_FILE = 1 << 30;

    private final AbstractStreamSocket socket;
    private boolean isToShut; // once all is written; guarded by this object

    WriteLane(EmulatedHandle handle, AbstractStreamSocket socket) {
        super(handle);
        this.socket = socket;
    }

    @Override
    int attempt(EmulatedTicket ticket) throws IOException {
        AbstractOperation<?> operation = ticket.its();
        if (operation instanceof WriteOperationWork write) {
            return write(ticket, (EmulatedBuffers) write.buffers());
        } else if (operation instanceof SendFileOperationWork file) {
            return sendFile(ticket, file);
        } else if (operation instanceof ConnectOperationWork connect) {
            return connect(ticket, connect);
        }
        socket.shutdownOutput();
        return DONE;
    }

    /** Shuts the sending half, once all that waits is written. */
    void shutOnceWritten() throws IOException {
        synchronized (this) {
            isToShut = !isEmpty();
            if (isToShut) {
                return;
            }
        }
        socket.shutdownOutput();
    }

    @Override
    void isEmptied() {
        if (isToShut) {
            isToShut = false;
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                // It is closed, or reset: the peer sees an end.
            }
        }
    }

    private int write(EmulatedTicket ticket, EmulatedBuffers buffers) throws IOException {
        int total = buffers.total();
        if (total == 0) {
            socket.checkCanWrite();
            return DONE;
        }
        for (int calls = 0; calls < MOST_CALLS; calls++) {
            int asked = total - ticket.bytes;
            int taken = buffers.write(socket, ticket.bytes);
            ticket.bytes += taken;
            if (taken == asked) {
                return DONE;
            }
            if (taken == 0) {
                return WOULD_BLOCK;
            }
        }
        return ENOUGH;
    }

    private int sendFile(EmulatedTicket ticket, SendFileOperationWork operation) throws IOException {
        FileSource file =
                (FileSource) (operation.file() instanceof PooledFile ofPort ? ofPort.calls() : operation.file());
        long position = operation.nextPosition();
        long most = Math.min(operation.remaining(), MOST_OF_FILE);
        for (int calls = 0; calls < MOST_CALLS; calls++) {
            long asked = Math.min(most, file.size() - position) - ticket.bytes;
            if (asked <= 0) {
                if (ticket.bytes == 0) {
                    socket.checkCanWrite();
                }
                return DONE;
            }
            long taken = send(file, position + ticket.bytes, asked);
            ticket.bytes += (int) taken;
            if (taken == 0) {
                return WOULD_BLOCK;
            }
        }
        return ENOUGH;
    }

    /** A channel of the JDK's would be closed by a thread that is interrupted. */
    private long send(FileSource file, long position, long count) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return socket.send(file, position, count);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private int connect(EmulatedTicket ticket, ConnectOperationWork operation) throws IOException {
        boolean connected = ticket.hasBegun ? socket.completeConnect() : socket.connectTo(operation.remote());
        ticket.hasBegun = true;
        return connected ? DONE : WOULD_BLOCK;
    }
}
