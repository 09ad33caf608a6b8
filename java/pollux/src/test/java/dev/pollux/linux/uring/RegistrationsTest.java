package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Errno;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.Failure;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringProbe;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.linux.ProvidedBuffers;
import dev.pollux.linux.RingRegistrations;
import dev.pollux.linux.Streams;
import dev.pollux.linux.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a ring registers: itself, descriptors, buffers, groups of provided buffers. */
@RingTest
class RegistrationsTest {
    private TestRing test;
    private RingRegistrations registrations;

    @BeforeEach
    void open() throws IOException {
        test = TestRing.open();
        registrations = test.ring.registrations();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void operationsAreProbed() throws IOException {
        IoUringProbe probe = registrations.probe();
        assertTrue(probe.has(0), "IORING_OP_NOP");
        assertTrue(probe.has(27), "IORING_OP_RECV, older than what a ring needs here");
        assertFalse(probe.has(-1));
        assertFalse(probe.has(255));
        assertFalse(probe.has(1000));
        assertTrue(probe.last() >= 27 && probe.last() < 255, probe::toString);
    }

    @Test
    void aRegisteredRingIsUsedByItsNumberAndByOthersByItsDescriptor() throws Exception {
        try (TestRing plain = TestRing.plain(4)) {
            assumeTrue(plain.ring.registrations().registerRing(), "this kernel has no IORING_REGISTER_RING_FDS");
            assertTrue(plain.ring.registrations().registerRing(), "a second time");
            plain.next().nop().userData(1);
            assertEquals(0, plain.take(1));
            Task.start("other-", () -> {
                        assertFalse(plain.ring.registrations().registerRing(), "it is another thread's");
                        assertThrows(IllegalStateException.class, plain.ring.registrations()::unregisterRing);
                        plain.next().nop().userData(2);
                        return plain.take(2);
                    })
                    .get();
            plain.ring.registrations().unregisterRing();
            plain.ring.registrations().unregisterRing();
            plain.next().nop().userData(3);
            assertEquals(0, plain.take(3));
        }
    }

    /** A thread has room for 16: who registers one a ring and closes it never runs out. */
    @Test
    void closingFreesTheThreadsPlace() throws Exception {
        assumeTrue(registrations.registerRing(), "this kernel has no IORING_REGISTER_RING_FDS");
        for (int i = 0; i < 40; i++) {
            IoUring ring = new IoUringSetup(2).open();
            assertTrue(ring.registrations().registerRing(), "round " + i);
            ring.next().nop();
            assertEquals(1, ring.submitAndWait(1, TestRing.LONG_NANOS));
            if (i % 2 == 0) {
                ring.close();
            } else {
                Task.start("closer-", () -> {
                            ring.close();
                            return null;
                        })
                        .get();
                assertThrows(ClosedChannelException.class, ring::submit, "where it is noticed");
            }
        }
        List<IoUring> rings = new ArrayList<>();
        int registered = 1;
        while (registered < 20) {
            IoUring ring = new IoUringSetup(2).open();
            rings.add(ring);
            if (!ring.registrations().registerRing()) {
                break;
            }
            registered++;
        }
        rings.forEach(IoUring::close);
        assertEquals(16, registered);
    }

    @Test
    void filesOfTheTableStayOpen() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        registrations.files(3);
        assertEquals(3, registrations.files());
        registrations.file(2, pair[0].fd());
        pair[0].close();
        test.next().send(2, test.text("castor"), 6, 0).fixedFile().userData(1);
        assertEquals(6, test.take(1));
        Streams.assertReceives("castor", pair[1]);
        registrations.file(2, -1);
        int received = pair[1].receive(ByteBuffer.allocate(1));
        while (received == 0) { // old kernels let go of the last reference a moment later
            Task.spin();
            received = pair[1].receive(ByteBuffer.allocate(1));
        }
        assertEquals(-1, received, "the last reference is gone");
        pair[1].close();
        for (Executable call : List.<Executable>of(
                () -> registrations.file(3, 0),
                () -> registrations.file(-1, 0),
                () -> registrations.allocateFilesIn(1, 3),
                () -> registrations.allocateFilesIn(-1, 1))) {
            assertThrows(IndexOutOfBoundsException.class, call);
        }
        assertThrows(IllegalArgumentException.class, () -> registrations.file(0, -2));
        assertThrows(
                IllegalArgumentException.class,
                () -> test.next().send(3, 8, 8, 0).fixedFile());
        Failure.of("io_uring_register(IORING_REGISTER_FILES)", Errno.EBUSY, "descriptor", () -> registrations.files(3));
        registrations.dropFiles();
        assertEquals(0, registrations.files());
        for (int slots : new int[] {0, -1, RingRegistrations.MAX_FILES + 1}) {
            assertThrows(IllegalArgumentException.class, () -> registrations.files(slots));
        }
    }

    @Test
    void freeSlotsAreLookedForWhereTold() throws IOException {
        registrations.files(8);
        try {
            registrations.allocateFilesIn(5, 2);
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this kernel has no IORING_REGISTER_FILE_ALLOC_RANGE: " + e);
        }
        for (int expected : new int[] {5, 6, -Errno.ENFILE}) {
            test.next().socket(2, 1, 0).directDescriptor().userData(1);
            assertEquals(expected, test.take(1));
        }
    }

    @Test
    void buffersAreRegisteredOneByOne() throws IOException {
        try {
            registrations.buffers(2);
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this kernel has no sparse tables: " + e);
        }
        assertEquals(2, registrations.buffers());
        ByteBuffer memory = test.memory(4096);
        registrations.buffer(1, IoUring.addressOf(memory), 4096);
        assertThrows(IndexOutOfBoundsException.class, () -> registrations.buffer(2, 8, 8));
        assertThrows(IllegalArgumentException.class, () -> registrations.buffer(0, 0, 8));
        assertThrows(IllegalArgumentException.class, () -> registrations.buffer(0, 8, -8));
        registrations.buffer(1, 0, 0);
        registrations.dropBuffers();
        assertEquals(0, registrations.buffers());
        assertThrows(IllegalArgumentException.class, () -> registrations.buffers(0));
        assertThrows(IllegalArgumentException.class, () -> registrations.buffers(RingRegistrations.MAX_BUFFERS + 1));
        assertThrows(IllegalArgumentException.class, () -> registrations.buffers(new long[0], new int[0]));
        assertThrows(IllegalArgumentException.class, () -> registrations.buffers(new long[] {0}, new int[] {8}));
        assertThrows(IndexOutOfBoundsException.class, () -> registrations.buffers(new long[] {8, 8}, new int[] {8}));
    }

    @Test
    void completionsAreCountedInAnEventFd() throws IOException {
        EventFd event = EventFd.create();
        registrations.eventFd(event);
        test.next().nop();
        test.take();
        assertTrue(event.take() > 0);
        registrations.eventFd(null);
        test.next().nop();
        test.take();
        assertEquals(0, event.take());
        event.close();
        assertThrows(ClosedChannelException.class, () -> registrations.eventFd(event));
    }

    @Test
    void credentialsAreRegistered() throws IOException {
        int number = registrations.personality();
        assertTrue(number > 0);
        test.next().nop().personality(number).userData(1);
        assertEquals(0, test.take(1));
        registrations.dropPersonality(number);
        assertThrows(IOException.class, () -> registrations.dropPersonality(number));
        assertThrows(IllegalArgumentException.class, () -> registrations.dropPersonality(0));
    }

    @Test
    void groupsOfBuffersAreTakenOnceAndGivenFree() throws IOException {
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = registrations.provideBuffers(7, 4, 16, 0);
        assertEquals(7, buffers.group());
        assertEquals(4, buffers.count());
        assertEquals(16, buffers.bufferSize());
        assertEquals(48, buffers.offset(3));
        assertEquals(buffers.address(0) + 48, buffers.address(3));
        assertEquals(64, buffers.memory().capacity());
        Failure.of(
                "io_uring_register(IORING_REGISTER_PBUF_RING)",
                Errno.EEXIST,
                "descriptor",
                () -> registrations.provideBuffers(7, 4, 16, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffers.giveBack(4));
        assertThrows(IndexOutOfBoundsException.class, () -> buffers.giveBack(-1));
        assertThrows(IllegalArgumentException.class, () -> buffers.add(8, 8, 0));
        buffers.close();
        buffers.close();
        registrations.provideBuffers(7, 1, 16, 0).close();
        for (Executable call : List.<Executable>of(
                () -> registrations.provideBuffers(-1, 4, 16, 0),
                () -> registrations.provideBuffers(65536, 4, 16, 0),
                () -> registrations.provideBuffers(0, 0, 16, 0),
                () -> registrations.provideBuffers(0, 3, 16, 0),
                () -> registrations.provideBuffers(0, 2 * ProvidedBuffers.MAX_COUNT, 16, 0),
                () -> registrations.provideBuffers(0, 4, -1, 0),
                () -> registrations.provideBuffers(0, 32768, 65536, 0),
                () -> registrations.provideBuffers(0, 4, 16, 1))) {
            assertThrows(IllegalArgumentException.class, call);
        }
        ProvidedBuffers others = registrations.provideBuffers(65535, 4, 0, 0);
        assertThrows(IllegalStateException.class, () -> others.giveBack(0));
        assertThrows(IllegalArgumentException.class, () -> others.add(0, 8, 0));
        assertThrows(IllegalArgumentException.class, () -> others.add(8, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> others.add(8, 8, 65536));
    }

    @Test
    void theKernelTellsHowManyBuffersItHas() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = registrations.provideBuffers(1, 4, 8, 0);
        try {
            assertEquals(4, buffers.available());
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this kernel has no IORING_REGISTER_PBUF_STATUS: " + e);
        }
        for (int i = 0; i < 70_000; i++) { // beyond what 16 bits count
            pair[0].send(ByteBuffer.allocate(1));
            test.next().recv(pair[1].fd(), buffers, 0, 0).userData(1);
            assertEquals(1, test.take(1));
            assertEquals(i % 4, test.buffer);
            assertEquals(3, i % 1000 == 0 ? buffers.available() : 3);
            buffers.giveBack(test.buffer);
            buffers.publish();
        }
        pair[0].close();
        pair[1].close();
    }

    @Test
    void anIncrementalBufferIsUsedUpPieceByPiece() throws IOException {
        ProvidedBuffers buffers;
        try {
            buffers = registrations.provideBuffers(2, 1, 8, ProvidedBuffers.INCREMENTAL);
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this kernel has no IOU_PBUF_RING_INC: " + e);
            return;
        }
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        test.next().recvMultishot(pair[1].fd(), buffers, 0).userData(1);
        Streams.sendAll(pair[0], "abc");
        assertEquals(3, test.take(1));
        assertTrue((test.flags & CompletionQueue.F_BUF_MORE) != 0);
        Streams.sendAll(pair[0], "defgh");
        assertEquals(5, test.take(1));
        assertEquals(0, test.flags & CompletionQueue.F_BUF_MORE, "it is full");
        assertEquals("abcdefgh", TestRing.text(buffers.memory(), 0, 8));
        pair[0].close();
        pair[1].close();
    }

    @Test
    void nothingIsRegisteredWithAClosedRing() throws IOException {
        Set<String> before = OpenDescriptors.all();
        IoUring ring = new IoUringSetup(2).open();
        RingRegistrations its = ring.registrations();
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = its.provideBuffers(0, 1, 8, 0);
        ring.close();
        for (Executable call : List.<Executable>of(
                its::registerRing,
                its::unregisterRing,
                () -> its.files(1),
                () -> its.buffers(1),
                () -> its.provideBuffers(1, 1, 8, 0),
                () -> its.cancel(1, 0),
                () -> its.cancelOn(1, 0),
                () -> its.cancelAll(0),
                () -> its.eventFd(null),
                its::personality,
                its::probe,
                buffers::available,
                buffers::close)) {
            assertThrows(ClosedChannelException.class, call);
        }
        buffers.giveBack(0);
        buffers.publish(); // memory of its own
        assertEquals(Set.of(), OpenDescriptors.addedTo(before));
    }
}
