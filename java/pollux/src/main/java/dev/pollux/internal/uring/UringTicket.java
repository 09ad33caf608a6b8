package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.shared.CompletionEntry;
import dev.pollux.internal.socket.InetSockaddr;
import dev.pollux.linux.Descriptor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;

/**
 * One submission: the entry that the ring gets, where it is, and how it ended. It is taken from a {@link TicketPool} and given
 * back, so that none is made in steady use. Its slot and generation are what the kernel hands back.
 */
final class UringTicket extends CompletionEntry {
    // Where it is.
    static final int NOWHERE = 0; // not started
    static final int IN_LANE = 1; // waits for those that were submitted before it on the same side of a socket
    static final int BEFORE_RING = 2; // the submission queue is full
    static final int IN_RING = 3; // until its completion was seen, by who has the next one of these
    static final int DONE = 4; // complete without the ring

    private static final int BUFFER_SELECT = 1 << 5; // IOSQE_BUFFER_SELECT
    private static final int MULTISHOT = 1 << 1; // IORING_RECV_MULTISHOT

    // Its native memory: a struct msghdr, an address, then iovecs.
    static final int MESSAGE = 0;
    static final int MESSAGE_SIZE = 56;
    static final int ADDRESS = 64;
    static final int IOVECS = ADDRESS + InetSockaddr.STORAGE_SIZE;
    static final int IOVEC_SIZE = 16;
    private static final int FEW_IOVECS = 4;

    final int slot;
    int generation; // of this use of the slot

    private AbstractOperation<?> operation; // null if nobody waits for its end any more, or it is the ring's own
    Descriptor descriptor; // of its channel or file, or null
    Lane lane; // the side of a socket where one at a time is in the ring, or null
    UringTicket nextTicket; // in the one queue where it stands

    // The entry.
    int opcode;
    int entryFlags;
    int ioPriority;
    int fd;
    long offset;
    long address;
    int length;
    int operationFlags;

    // Guarded by the engine.
    int where;
    boolean cancelAsked;
    boolean yields; // a multishot: the ring ends it because others wait
    boolean holds; // the descriptor's number

    // How it ended.
    int code;
    int bytes;

    FileSending file; // of a file that is being sent
    ProvidedSlots slots; // where the kernel takes its memory from, or null
    private ByteBuffer memory;
    private long memoryAddress;

    UringTicket(int slot) {
        this.slot = slot;
    }

    /** {@return its native memory, with room for so many iovecs} */
    ByteBuffer memory(int iovecs) {
        int size = IOVECS + Math.max(FEW_IOVECS, iovecs) * IOVEC_SIZE;
        if (memory == null || memory.capacity() < size) {
            memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            memoryAddress = BindingRegistry.linuxCalls().addressOf(memory);
        }
        return memory;
    }

    ByteBuffer memory() {
        return memory(0);
    }

    /** {@return the address of something in the native memory, which is there} */
    long at(int offsetInMemory) {
        return memoryAddress + offsetInMemory;
    }

    /** Sets the whole entry. */
    void entry(int newOpcode, int newFd, long newAddress, int newLength, long newOffset, int newFlags) {
        opcode = newOpcode;
        entryFlags = 0;
        ioPriority = 0;
        fd = newFd;
        address = newAddress;
        length = newLength;
        offset = newOffset;
        operationFlags = newFlags;
    }

    /** Has the entry go on after its first result, each into a slot that the kernel takes: io_uring_prep_recv_multishot(3). */
    void goesOnInto(ProvidedSlots its) {
        entryFlags = BUFFER_SELECT;
        ioPriority = MULTISHOT;
        slots = its;
    }

    /** Keeps a descriptor's number until {@link #letGo}, and returns it. An entry of the ring needs it for so long. */
    int hold(Descriptor its) throws ClosedChannelException {
        int number = its.hold();
        descriptor = its;
        holds = true;
        return number;
    }

    /** Lets go of what it needs while it is under way. */
    void letGo() {
        if (file != null) {
            file.letGo();
        }
        if (holds) {
            holds = false;
            descriptor.letGo();
        }
    }

    /** Writes a struct msghdr, with an address before the iovecs that are there already. */
    void message(int addressLength, int iovecs) {
        ByteBuffer message = memory;
        message.putLong(MESSAGE, addressLength == 0 ? 0 : at(ADDRESS));
        message.putLong(MESSAGE + 8, addressLength);
        message.putLong(MESSAGE + 16, at(IOVECS));
        message.putLong(MESSAGE + 24, iovecs);
        message.putLong(MESSAGE + 32, 0); // no control data
        message.putLong(MESSAGE + 40, 0);
        message.putLong(MESSAGE + 48, 0); // flags
    }

    /** Makes it ready for a use, or for the next part of it. */
    void reset() {
        where = NOWHERE;
        code = 0;
        bytes = 0;
    }

    /** Lets go of all that belonged to one use. */
    void clear() {
        reset();
        operation = null;
        descriptor = null;
        lane = null;
        cancelAsked = false;
        yields = false;
        file = null;
        slots = null;
    }

    void operation(AbstractOperation<?> its) {
        operation = its;
    }

    @Override
    protected AbstractOperation<?> operation() {
        return operation;
    }

    static UringTicket of(AbstractOperation<?> operation) {
        return (UringTicket) operation.ticket();
    }
}
