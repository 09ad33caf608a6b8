package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Kernel;
import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Errno;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.SubmissionEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ring, the completion that was taken last, and memory that the kernel may use until the ring is closed. */
final class TestRing implements AutoCloseable {
    static final long LONG_NANOS = 20_000_000_000L;
    static final int WISHES = IoUringSetup.SUBMIT_ALL | IoUringSetup.SINGLE_ISSUER | IoUringSetup.DEFER_TASKRUN;

    final IoUring ring;
    final CompletionQueue completions;
    private final List<ByteBuffer> kept = new ArrayList<>();

    long userData;
    int result;
    int flags;
    int buffer;

    TestRing(IoUring ring) {
        this.ring = ring;
        completions = ring.completions();
    }

    /** One of a single issuer, with its completions deferred, as far as the kernel has it. */
    static TestRing open() throws IOException {
        return new TestRing(new IoUringSetup(16).wish(WISHES).open());
    }

    /** One that any thread may use. */
    static TestRing plain(int entries) throws IOException {
        return new TestRing(new IoUringSetup(entries).open());
    }

    SubmissionEntry next() throws IOException {
        return ring.next();
    }

    void requires(int operation, String name) throws IOException {
        assumeTrue(ring.registrations().probe().has(operation), () -> "this kernel has no " + name);
    }

    /** Skips where the kernel has no groups of buffers. */
    static void requiresProvidedBuffers() {
        requires(5, 19, "IORING_REGISTER_PBUF_RING");
    }

    /** Skips where the kernel is older than what the test is about. */
    static void requires(int major, int minor, String what) {
        assumeTrue(
                Kernel.isAtLeast(major, minor), () -> "this kernel has no " + what + " (" + major + "." + minor + ")");
    }

    /** Skips where an operation, or a flag of it, is newer than the kernel. */
    void requires(String what) {
        assumeTrue(result != -Errno.EINVAL, () -> "this kernel has no " + what);
    }

    /** Submits, and takes one completion. Returns its result */
    int take() throws IOException {
        int ready = ring.submitAndWait(1, LONG_NANOS);
        assertTrue(ready >= 1, "no completion");
        userData = completions.userData(0);
        result = completions.result(0);
        flags = completions.flags(0);
        buffer = completions.bufferId(0);
        completions.advance(1);
        return result;
    }

    /** As {@link #take()}, of the operation with this user data; one of another fails the test. */
    int take(long expected) throws IOException {
        take();
        assertEquals(expected, userData, () -> "whose completion: " + result);
        return result;
    }

    /** {@return the results of so many completions by their user data, in whichever order they come} */
    Map<Long, Integer> takeAll(int count) throws IOException {
        Map<Long, Integer> results = new HashMap<>();
        for (int i = 0; i < count; i++) {
            take();
            results.put(userData, result);
        }
        return results;
    }

    void assertNothing() throws IOException {
        assertEquals(0, ring.submitAndWait(0, 0), "completions");
    }

    /** Memory that lives as long as the ring. */
    ByteBuffer memory(int length) {
        ByteBuffer memory = ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
        kept.add(memory);
        return memory;
    }

    /** The address of such memory with a text in it. */
    long text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return IoUring.addressOf(memory(bytes.length + 1).put(0, bytes));
    }

    /** The address of a struct timespec. */
    long timespec(long nanos) {
        return IoUring.addressOf(memory(16).putLong(0, nanos / 1_000_000_000).putLong(8, nanos % 1_000_000_000));
    }

    /** The address of an array of iovecs: address, length, and so on. */
    long iovecs(long... addressesAndLengths) {
        ByteBuffer iovecs = memory(8 * addressesAndLengths.length);
        for (int i = 0; i < addressesAndLengths.length; i++) {
            iovecs.putLong(8 * i, addressesAndLengths[i]);
        }
        return IoUring.addressOf(iovecs);
    }

    /** A struct msghdr. */
    ByteBuffer message(long iovecs, int count) {
        return memory(56).putLong(16, iovecs).putLong(24, count);
    }

    static String text(ByteBuffer memory, int at, int length) {
        byte[] bytes = new byte[length];
        memory.get(at, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        ring.close();
        kept.clear();
    }
}
