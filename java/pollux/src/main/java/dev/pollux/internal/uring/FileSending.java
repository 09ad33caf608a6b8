package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.SendFileOperationWork;
import dev.pollux.linux.LinuxFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * One part of a file that is being sent: it is read into a piece of memory, and that is written. Not by splice, because the ring
 * gives each splice to a thread of the kernel's, which a peer that reads slowly then holds. A read of what the page cache has
 * and a send are done in the ring's own turn.
 */
final class FileSending {
    static final int SIZE = 128 << 10;

    private static final int MSG_WAITALL = 0x100;
    private static final int MSG_NOSIGNAL = 0x4000;

    final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE);
    private final long address = BindingRegistry.linuxCalls().addressOf(memory);
    FileSending nextFree;

    private LinuxFile file;
    private int socketFd;
    private boolean holdsFile;

    /** Starts the part that is next. The ticket holds the socket's number. */
    static int start(UringEngine engine, UringTicket ticket, int fd, LinuxFile file, SendFileOperationWork operation)
            throws ClosedChannelException {
        FileSending part = ticket.file;
        if (part == null) {
            part = engine.takeFilePart();
            ticket.file = part;
        }
        int fileFd = file.hold();
        part.file = file;
        part.holdsFile = true;
        part.socketFd = fd;
        long remaining = operation.remaining();
        ticket.entry(Opcode.READ, fileFd, part.address, (int) Math.min(SIZE, remaining), operation.nextPosition(), 0);
        return engine.start(ticket);
    }

    /** The file was read. Returns false if there is nothing to send: it ends before. */
    boolean sends(UringTicket ticket, int bytes) {
        letGo();
        if (bytes == 0) {
            return false;
        }
        ticket.entry(Opcode.SEND, socketFd, address, bytes, 0, MSG_WAITALL | MSG_NOSIGNAL);
        return true;
    }

    /** The file's number is not needed any more. */
    void letGo() {
        if (holdsFile) {
            holdsFile = false;
            file.letGo();
            file = null;
        }
    }
}
