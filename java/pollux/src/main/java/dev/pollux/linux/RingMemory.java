package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * The memory that a ring shares with the kernel, and where what lies in it, as io_uring_setup(2) tells ({@code struct
 * io_uring_params}): the queues' heads, tails and completions, and the submission entries. It is read and written in place, by every
 * binding in the same way.
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
    static final int PARAMETERS_SIZE = 120;

    static final int FEATURES = 20;
    static final int FEAT_SINGLE_MMAP = 1;
    static final int FEAT_NODROP = 1 << 1;
    static final int FEAT_EXT_ARG = 1 << 8;
    static final int FEAT_REG_REG_RING = 1 << 13;
    static final int FEAT_MIN_TIMEOUT = 1 << 15;

    /** RW_ATTR, of 6.14: a kernel that has it can wake a ring without another one (IORING_REGISTER_SEND_MSG_RING, 6.13). */
    static final int FEAT_SINCE_6_14 = 1 << 16;

    static final int FEAT_NO_IOWAIT = 1 << 17;

    private static final int SUBMISSIONS = 40; // struct io_sqring_offsets
    private static final int COMPLETIONS = 80; // struct io_cqring_offsets

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x1 | 0x8000;
    private static final int MAP_PRIVATE_FIXED_ANONYMOUS_NORESERVE = 0x2 | 0x10 | 0x20 | 0x4000;
    private static final long OFFSET_OF_ENTRIES = 0x1000_0000L;

    /** So many mappings are let go before a collection is asked for: a process may have some 65 000. */
    private static final int RETIRED_LIMIT = 2048;

    private static final ReferenceQueue<ByteBuffer> UNREACHABLE = new ReferenceQueue<>();
    private static final Set<Mapping> ALL = new HashSet<>(); // guarded by itself
    private static int retired; // guarded by the set: to close a ring takes no memory

    final int entryCount;
    final int completionCount;
    final int flags;
    final int features;

    final int submissionHead;
    final int submissionTail;
    final int submissionFlags;
    final int completionHead;
    final int completionTail;
    final int completions;

    ByteBuffer queues;
    ByteBuffer entries;

    private final int array;
    private Mapping queuesMapping;
    private Mapping entriesMapping;

    /** A piece of memory that is given back when nothing points there any more. */
    private static final class Mapping extends PhantomReference<ByteBuffer> {
        private final long address;
        private final long length;
        private boolean isRetired; // guarded by the set

        Mapping(ByteBuffer memory, long address) {
            super(memory, UNREACHABLE);
            this.address = address;
            this.length = memory.capacity();
            synchronized (ALL) {
                ALL.add(this);
            }
        }

        void retire() {
            synchronized (ALL) {
                retired += isRetired ? 0 : 1;
                isRetired = true;
            }
            CALLS.mmap(address, length, PROT_READ_WRITE, MAP_PRIVATE_FIXED_ANONYMOUS_NORESERVE, -1, 0);
        }
    }

    RingMemory(ByteBuffer parameters) {
        entryCount = parameters.getInt(0);
        completionCount = parameters.getInt(4);
        flags = parameters.getInt(8);
        features = parameters.getInt(FEATURES);
        submissionHead = parameters.getInt(SUBMISSIONS);
        submissionTail = parameters.getInt(SUBMISSIONS + 4);
        submissionFlags = parameters.getInt(SUBMISSIONS + 16);
        array = parameters.getInt(SUBMISSIONS + 24);
        completionHead = parameters.getInt(COMPLETIONS);
        completionTail = parameters.getInt(COMPLETIONS + 4);
        completions = parameters.getInt(COMPLETIONS + 20);
    }

    /** Maps both, or nothing. */
    void map(int fd) throws IOException {
        if (missing() != null) {
            throw new UnsupportedOperationException(
                    "the rings of this kernel (" + System.getProperty("os.version") + ") lack " + missing());
        }
        freeUnreachable();
        try {
            boolean hasArray = (flags & IoUringSetup.NO_SQARRAY) == 0;
            int afterArray = hasArray ? array + entryCount * Integer.BYTES : 0;
            int length = Math.max(completions + completionCount * COMPLETION_SIZE, afterArray);
            queuesMapping = map(fd, 0, length);
            entriesMapping = map(fd, OFFSET_OF_ENTRIES, entryCount * ENTRY_SIZE);
            for (int i = 0; hasArray && i < entryCount; i++) {
                queues.putInt(array + i * Integer.BYTES, i); // entries are taken in their order
            }
        } catch (Throwable e) {
            retire();
            throw e;
        }
    }

    private Mapping map(int fd, long offset, int length) throws IOException {
        long address = CALLS.mmap(0, length, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, offset);
        if (address < 0) {
            throw Errors.of("mmap", address, "the rings of descriptor " + fd);
        }
        try {
            ByteBuffer memory = CALLS.bufferOf(address, length).order(ByteOrder.nativeOrder());
            Mapping mapping = new Mapping(memory, address);
            if (offset == 0) {
                queues = memory;
            } else {
                entries = memory;
            }
            return mapping;
        } catch (Throwable e) {
            CALLS.munmap(address, length);
            throw e;
        }
    }

    /** {@return what is missing of the least that is relied on, or null} */
    private String missing() {
        if ((features & FEAT_SINGLE_MMAP) == 0) {
            return "IORING_FEAT_SINGLE_MMAP (Linux 5.4)";
        }
        if ((features & FEAT_NODROP) == 0) {
            return "IORING_FEAT_NODROP (Linux 5.5)";
        }
        return (features & FEAT_EXT_ARG) == 0 ? "IORING_FEAT_EXT_ARG (Linux 5.11)" : null;
    }

    boolean has(int setupFlag) {
        return (flags & setupFlag) != 0;
    }

    boolean hasFeature(int feature) {
        return (features & feature) != 0;
    }

    /** Takes the memory from the kernel: while a mapping lasts, so does the ring, closed or not. */
    void retire() {
        if (queuesMapping != null) {
            queuesMapping.retire();
        }
        if (entriesMapping != null) {
            entriesMapping.retire();
        }
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
        synchronized (ALL) {
            return retired;
        }
    }

    private static void free() {
        for (Object next = UNREACHABLE.poll(); next != null; next = UNREACHABLE.poll()) {
            Mapping mapping = (Mapping) next;
            synchronized (ALL) {
                ALL.remove(mapping);
                retired -= mapping.isRetired ? 1 : 0;
            }
            CALLS.munmap(mapping.address, mapping.length);
        }
    }
}
