package dev.pollux.linux;

import java.nio.ByteBuffer;

/** What io_uring_setup(2) answers: {@code struct io_uring_params}. */
final class RingParameters {
    static final int SIZE = 120;

    static final int FEAT_SINGLE_MMAP = 1;
    static final int FEAT_NODROP = 1 << 1;
    static final int FEAT_EXT_ARG = 1 << 8;

    /** RW_ATTR, of 6.14: a kernel that has it can wake a ring without another one (IORING_REGISTER_SEND_MSG_RING, 6.13). */
    static final int FEAT_SINCE_6_14 = 1 << 16;

    static final int FEAT_REG_REG_RING = 1 << 13;
    static final int FEAT_MIN_TIMEOUT = 1 << 15;
    static final int FEAT_NO_IOWAIT = 1 << 17;

    private static final int SUBMISSIONS = 40; // struct io_sqring_offsets
    private static final int COMPLETIONS = 80; // struct io_cqring_offsets

    final int entries;
    final int completionEntries;
    final int flags;
    final int features;

    final int submissionHead;
    final int submissionTail;
    final int submissionFlags;
    final int dropped;
    final int array;
    final int completionHead;
    final int completionTail;
    final int overflow;
    final int completions;

    RingParameters(ByteBuffer memory) {
        entries = memory.getInt(0);
        completionEntries = memory.getInt(4);
        flags = memory.getInt(8);
        features = memory.getInt(20);
        submissionHead = memory.getInt(SUBMISSIONS);
        submissionTail = memory.getInt(SUBMISSIONS + 4);
        submissionFlags = memory.getInt(SUBMISSIONS + 16);
        dropped = memory.getInt(SUBMISSIONS + 20);
        array = memory.getInt(SUBMISSIONS + 24);
        completionHead = memory.getInt(COMPLETIONS);
        completionTail = memory.getInt(COMPLETIONS + 4);
        overflow = memory.getInt(COMPLETIONS + 16);
        completions = memory.getInt(COMPLETIONS + 20);
    }

    /** {@return what is missing of the least that is relied on, or null} */
    String missing() {
        if ((features & FEAT_SINGLE_MMAP) == 0) {
            return "IORING_FEAT_SINGLE_MMAP (Linux 5.4)";
        }
        if ((features & FEAT_NODROP) == 0) {
            return "IORING_FEAT_NODROP (Linux 5.5)";
        }
        return (features & FEAT_EXT_ARG) == 0 ? "IORING_FEAT_EXT_ARG (Linux 5.11)" : null;
    }

    /** {@return whether entries are found by an index, which has to be filled} */
    boolean hasArray() {
        return (flags & IoUringSetup.NO_SQARRAY) == 0;
    }

    /** {@return how long the memory of the queues is} */
    int queuesLength() {
        int afterArray = hasArray() ? array + entries * Integer.BYTES : 0;
        return Math.max(completions + completionEntries * RingMemory.COMPLETION_SIZE, afterArray);
    }

    int entriesLength() {
        return entries * RingMemory.ENTRY_SIZE;
    }
}
