package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.ReadOperationWork;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import java.io.IOException;

/**
 * The reads of a connection. A read that fills less than its room has taken all that there was. So the next one waits, and is not
 * tried before. This does not hold once the peer has shut its half, or sent urgent data: its events have come already.
 */
final class ReadLane extends Lane {
    private final AbstractStreamSocket socket;

    // Guarded by this object.
    private boolean isSure; // that there is something: nothing was read since the event
    private boolean isOver; // it stays readable
    private long readIn; // the wait of the port in which, or after which, the last read was

    ReadLane(EmulatedHandle handle, AbstractStreamSocket socket) {
        super(handle);
        this.socket = socket;
    }

    /** A short read tells nothing from now on. */
    void isOver() {
        synchronized (this) {
            isOver = true;
        }
    }

    @Override
    void isReadyNow() {
        // A read by another thread, after this wait had found the event, may have taken what it told of.
        isSure = readIn != handle.backend.waitNumber();
    }

    @Override
    int attempt(EmulatedTicket ticket) throws IOException {
        ReadOperationWork read = (ReadOperationWork) ticket.its();
        boolean waitsForSomething = !read.hasRoom();
        if (waitsForSomething) {
            if (!isSomething()) {
                return WOULD_BLOCK;
            }
            if (!read.takeRoom()) {
                return DONE;
            }
        }
        EmulatedBuffers buffers = (EmulatedBuffers) read.buffers();
        if (waitsForSomething) {
            buffers.begin(); // with the room that it has now
        }
        readIn = handle.backend.waitNumber();
        isSure = false;
        int count = buffers.read(socket);
        if (count == 0) {
            if (!waitsForSomething) {
                return WOULD_BLOCK;
            }
            read.dropRoom();
            isReady(false);
            return DONE;
        }
        if (count < 0) {
            isOver = true;
        } else {
            ticket.bytes = count;
            isReady(isOver || count == buffers.total() || !buffers.goByOneCall());
        }
        return DONE;
    }

    private boolean isSomething() throws IOException {
        if (isSure || isOver) {
            return true;
        }
        // A registration that is not made yet, or is level-triggered, tells.
        return handle.isEdgeTriggered() && socket.bytesToRead() > 0;
    }
}
