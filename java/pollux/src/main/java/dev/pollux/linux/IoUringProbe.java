package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * Which operations a kernel's rings have (IORING_REGISTER_PROBE). What an operation's flags are worth, the kernel tells only by doing.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * IoUringProbe probe = ring.registrations().probe();
 * boolean canSendWithoutCopy = probe.has(SubmissionEntry.OP_SEND_ZC);
 * }</pre>
 */
public final class IoUringProbe {
    private static final int REGISTER_PROBE = 8;
    private static final int OPERATIONS = 256;
    private static final int HEADER = 16; // struct io_uring_probe
    private static final int SIZE = 8; // struct io_uring_probe_op
    private static final int FLAGS = 2;
    private static final int SUPPORTED = 1;

    private final BitSet operations = new BitSet(OPERATIONS);

    private IoUringProbe() {}

    static IoUringProbe of(RingRegistrations ring) throws IOException {
        ByteBuffer memory =
                ByteBuffer.allocateDirect(HEADER + OPERATIONS * SIZE).order(ByteOrder.nativeOrder());
        ring.call("IORING_REGISTER_PROBE", REGISTER_PROBE, CALLS.addressOf(memory), OPERATIONS);
        Reference.reachabilityFence(memory);
        IoUringProbe probe = new IoUringProbe();
        int count = memory.get(1) & 0xFF;
        for (int i = 0; i < count; i++) {
            int at = HEADER + i * SIZE;
            if ((memory.getShort(at + FLAGS) & SUPPORTED) != 0) {
                probe.operations.set(memory.get(at) & 0xFF);
            }
        }
        return probe;
    }

    /**
     * {@return whether the kernel has an operation}
     *
     * @param operation one of the {@code OP_} numbers of {@link SubmissionEntry}
     */
    public boolean has(int operation) {
        return operation >= 0 && operations.get(operation);
    }

    /** {@return the highest number of an operation that it has} */
    public int last() {
        return operations.length() - 1;
    }

    @Override
    public String toString() {
        return "IoUringProbe" + operations;
    }
}
