package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.SendFileOperationWork;
import dev.pollux.linux.Errno;
import dev.pollux.linux.LinuxFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One part of a file that is being sent: it is read into a piece of memory, which is then sent, as two entries with a link. So the
 * kernel goes from the one to the other by itself. Not by splice, because the ring gives each splice to a thread of the kernel's,
 * which a peer that reads slowly then holds. A read of what the page cache has and a send are done in the ring's own turn.
 */
final class FileSending {
    private static final int SIZE = 128 << 10;
    private static final int MSG_WAITALL = 0x100;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int ASYNC = 1 << 4; // IOSQE_ASYNC

    private final ByteBuffer memory = ByteBuffer.allocateDirect(SIZE);
    final long address = BindingRegistry.linuxCalls().addressOf(memory);
    FileSending nextFree;

    private LinuxFile file;
    private boolean holdsFile;
    private int socketFd;
    private int length; // of this part
    private int read; // how much of it the read has brought, or how it failed

    /** Gets ready the part that is next. The ticket holds the socket's number. Returns false if there is nothing to send. */
    boolean prepare(UringTicket ticket, int fd, LinuxFile newFile, SendFileOperationWork operation) throws IOException {
        long there = Math.min(operation.remaining(), newFile.size() - operation.nextPosition());
        if (there <= 0) {
            return false;
        }
        int fileFd = newFile.hold();
        file = newFile;
        holdsFile = true;
        socketFd = fd;
        length = (int) Math.min(SIZE, there);
        read = length;
        ticket.entry(Opcode.READ, fileFd, address, length, operation.nextPosition(), 0);
        return true;
    }

    /** {@return true if the ticket's entry is the read, which the send follows} */
    static boolean isRead(UringTicket ticket) {
        return ticket.file != null && ticket.opcode == Opcode.READ;
    }

    int socketFd() {
        return socketFd;
    }

    static int sendFlags() {
        return MSG_WAITALL | MSG_NOSIGNAL;
    }

    /** The read is over. The send's completion comes after. */
    void wasRead(int result) {
        read = result;
    }

    /**
     * The send is over. A read that did not bring all has cancelled it: less is sent then, which is what the file has. Returns
     * true if the ticket has an entry that is to be put into the ring again.
     */
    boolean goesOn(UringTicket ticket, int result) {
        if (ticket.opcode != Opcode.READ || result >= 0) {
            return false;
        }
        if (read == -Errno.EAGAIN) { // a file system that can't say whether it would wait
            ticket.entryFlags |= ASYNC;
            read = length;
            return true;
        }
        if (read <= 0) {
            ticket.code = -read;
            return false;
        }
        ticket.entry(Opcode.SEND, socketFd, address, read, 0, sendFlags());
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
