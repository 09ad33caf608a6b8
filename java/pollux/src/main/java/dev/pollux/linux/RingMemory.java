package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * The two pieces of memory that a ring shares with the kernel: the queues' heads, tails and completions, and the submission
 * entries (io_uring_setup(2)). They are read and written in place, by every binding in the same way.
 *
 * <p>When the ring is closed, empty memory takes the place of the kernel's, at the same addresses. So a thread that still
 * writes an entry meets memory of nobody, and no address of it is given to somebody else before the last buffer that
 * points there is unreachable.
 */
final class RingMemory {
    /** A 32-bit word of such memory. */
    static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /** A 16-bit word of such memory. */
    static final VarHandle SHORT = MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder());

    static final int ENTRY_SIZE = 64; // struct io_uring_sqe
    static final int COMPLETION_SIZE = 16; // struct io_uring_cqe

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x1 | 0x8000;
    private static final int MAP_PRIVATE_FIXED_ANONYMOUS_NORESERVE = 0x2 | 0x10 | 0x20 | 0x4000;
    private static final long OFFSET_OF_ENTRIES = 0x1000_0000L;

    /** So many are let go before a collection is asked for: a process may have some 65 000 mappings. */
    private static final int RETIRED_LIMIT = 2048;

    private static final ReferenceQueue<ByteBuffer> UNREACHABLE = new ReferenceQueue<>();
    private static final Set<Retired> RETIRED = new HashSet<>(); // guarded by itself

    private static final class Retired extends PhantomReference<ByteBuffer> {
        private final long address;
        private final long length;

        Retired(ByteBuffer memory, long address, long length) {
            super(memory, UNREACHABLE);
            this.address = address;
            this.length = length;
        }
    }

    private final ByteBuffer memory;
    private final long address;
    private final Retired atEnd;

    private RingMemory(ByteBuffer memory, long address) {
        this.memory = memory;
        this.address = address;
        this.atEnd = new Retired(memory, address, memory.capacity());
    }

    /** Maps the queues, or the entries. Returns null and leaves the error in {@code result[0]} if the system refuses. */
    static RingMemory map(int fd, boolean entries, int length, long[] result) {
        freeUnreachable();
        long address = CALLS.mmap(0, length, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, entries ? OFFSET_OF_ENTRIES : 0);
        result[0] = address;
        if (address < 0) {
            return null;
        }
        try {
            return new RingMemory(CALLS.bufferOf(address, length).order(ByteOrder.nativeOrder()), address);
        } catch (Throwable e) {
            CALLS.munmap(address, length);
            throw e;
        }
    }

    ByteBuffer buffer() {
        return memory;
    }

    /** Takes the memory from the kernel: while a mapping lasts, so does the ring, closed or not. */
    void retire() {
        synchronized (RETIRED) {
            RETIRED.add(atEnd);
        }
        CALLS.mmap(address, atEnd.length, PROT_READ_WRITE, MAP_PRIVATE_FIXED_ANONYMOUS_NORESERVE, -1, 0);
    }

    /** Gives back the addresses of rings that are closed and unreachable. */
    private static void freeUnreachable() {
        free();
        if (retired() >= RETIRED_LIMIT) {
            System.gc(); // as the JDK does when direct memory runs out
            free();
        }
    }

    private static int retired() {
        synchronized (RETIRED) {
            return RETIRED.size();
        }
    }

    private static void free() {
        for (Object next = UNREACHABLE.poll(); next != null; next = UNREACHABLE.poll()) {
            Retired retired = (Retired) next;
            synchronized (RETIRED) {
                if (!RETIRED.remove(retired)) {
                    continue;
                }
            }
            CALLS.munmap(retired.address, retired.length);
        }
    }
}
