package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Connection;
import dev.pollux.FileSource;
import dev.pollux.OnPurpose;
import dev.pollux.Recorder;
import dev.pollux.WaitStrategy;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.TestBinding;
import dev.pollux.linux.Errno;
import dev.pollux.linux.LinuxFile;
import dev.pollux.system.BusyPoll;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else's event loop needs from a port: halves of a poll, settings, native memory, sockets that exist already. */
abstract class ForeignLoopContract extends PortContract {
    private static final int F_DUPFD = 0;
    private static final int F_GETFD = 1;

    ForeignLoopContract(Backend backend) {
        super(backend);
    }

    private static void assertRefused(Capability lacking, Executable call) {
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, call);
        assertTrue(refusal.getMessage().contains(lacking.toString()), refusal.getMessage());
    }

    private void awaitReady() {
        Await.until("something is ready", () -> port.await(MOMENT_NANOS) > 0);
    }

    @Test
    void awaitTellsAndDeliverCalls() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        c.peerSends("x");
        awaitReady();
        assertEquals(0, recorder.count());
        assertEquals(1, port.await(FOR_EVER), "told again, without a wait");
        assertEquals(0, recorder.count());
        assertEquals(1, port.deliver());
        assertEquals(1, recorder.count());
        assertEquals(0, port.deliver(), "it is delivered");
        assertEquals(1, recorder.count());
    }

    @Test
    void aPollDeliversWhatAnAwaitHasFound() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        c.peerSends("x");
        awaitReady();
        assertEquals(1, port.poll(FOR_EVER));
        assertEquals(1, recorder.count());
    }

    @Test
    void whatIsClosedBeforeItIsDeliveredIsNotDelivered() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        c.peerSends("x");
        awaitReady();
        c.socket().close();
        assertEquals(0, port.deliver());
        assertEquals(0, recorder.count());
    }

    @Test
    void aWakeupEndsAnAwait() throws Exception {
        port.wakeup();
        port.await(FOR_EVER);
        assertEquals(0, port.deliver());
    }

    @Test
    void theBuilderSetsTheBatch() throws Exception {
        ReadinessPort one =
                opened(ReadinessPort.builder().backend(backend).maxBatch(1).open());
        Recorder recorder = new Recorder();
        for (int i = 0; i < 3; i++) {
            one.register(connection().socket(), Interest.WRITE, TriggerMode.LEVEL, recorder);
        }
        for (int i = 1; i <= 3; i++) {
            assertEquals(1, one.poll(FOR_EVER));
            assertEquals(i, recorder.count());
        }
    }

    @Test
    void theBuilderSetsTheErrorHandlerAndTheWaitStrategy() throws Exception {
        List<Throwable> told = new ArrayList<>();
        OnPurpose thrown = new OnPurpose();
        ReadinessPort other = opened(ReadinessPort.builder()
                .backend(backend)
                .errorHandler((source, failure) -> told.add(failure))
                .waitStrategy(WaitStrategy.BUSY)
                .open());
        assertSame(WaitStrategy.BUSY, Inside.of(other).waitStrategy);
        other.register(connection().socket(), Interest.WRITE, TriggerMode.LEVEL, (registration, readiness) -> {
            throw thrown;
        });
        assertEquals(1, other.poll(FOR_EVER));
        assertEquals(List.of(thrown), told);
    }

    @Test
    void theBuilderRefusesWhatCanNotBe() {
        ReadinessPortBuilder builder = ReadinessPort.builder().backend(backend);
        assertThrows(IllegalArgumentException.class, () -> builder.maxBatch(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxBatch(ReadinessPortBuilder.MAX_BATCH + 1));
        assertThrows(NullPointerException.class, () -> builder.waitStrategy(null));
        assertThrows(NullPointerException.class, () -> builder.errorHandler(null));
        if (backend == Backend.NIO) {
            builder.busyPoll(new BusyPoll(1, 8, false));
            assertThrows(UnsupportedOperationException.class, builder::open);
        }
    }

    @Test
    void streamsTransferByAddress() throws Exception {
        Connection c = connection();
        AddressedMemory memory = new AddressedMemory(8);
        if (!port.capabilities().contains(Capability.NATIVE_MEMORY)) {
            assertRefused(Capability.NATIVE_MEMORY, () -> c.socket().read(memory.address(), 8));
            assertRefused(Capability.NATIVE_MEMORY, () -> c.socket().write(memory.addresses(), memory.lengths(), 0, 2));
            return;
        }
        c.peerSends("abcdef");
        Await.until("six bytes wait", () -> c.socket().bytesToRead() == 6);
        assertEquals(2, c.socket().read(memory.address(), 2));
        assertEquals(4, c.socket().read(memory.addresses(), new int[] {3, 3}, 0, 2));
        assertEquals("cde\0f\0\0\0", text(memory)); // the second piece begins in the middle
        assertEquals(0, c.socket().read(memory.address(), 8));
        assertEquals(3, c.socket().write(memory.address(), 3));
        assertEquals(2, c.socket().write(memory.addresses(), new int[] {1, 1}, 0, 2));
        ByteBuffer got = ByteBuffer.allocate(5);
        while (got.hasRemaining()) {
            c.peer().read(got);
        }
        assertEquals("cdecf", new String(got.array(), StandardCharsets.US_ASCII));
        c.peer().shutdownOutput();
        Await.until("the end is there", () -> c.socket().read(memory.address(), 8) < 0);
        assertEquals(-1, c.socket().read(memory.addresses(), memory.lengths(), 0, 2));
    }

    private static String text(AddressedMemory memory) {
        byte[] bytes = new byte[memory.buffer().capacity()];
        memory.buffer().get(0, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void datagramsTransferByAddress() throws Exception {
        UdpSocket one = opened(port.openUdpSocket());
        UdpSocket two = opened(port.openUdpSocket());
        one.bind(loopback());
        two.bind(loopback());
        AddressedMemory memory = new AddressedMemory(8);
        if (!port.capabilities().contains(Capability.NATIVE_MEMORY)) {
            assertRefused(Capability.NATIVE_MEMORY, () -> one.send(memory.address(), 8, two.localInetAddress()));
            assertRefused(Capability.NATIVE_MEMORY, () -> two.receive(memory.address(), 8));
            return;
        }
        assertEquals(-1, two.receive(memory.address(), 8));
        memory.buffer().put(0, "datagram".getBytes(StandardCharsets.US_ASCII));
        assertTrue(one.send(memory.address(), 8, two.localInetAddress()));
        assertTrue(one.send(memory.address(), 0, two.localInetAddress()));
        one.connect(two.localInetAddress());
        assertTrue(one.send(memory.address() + 4, 4));
        memory.buffer().put(0, new byte[8]);
        int[] length = {-1};
        Await.until("a datagram is there", () -> (length[0] = two.receive(memory.address(), 5)) >= 0);
        assertEquals(5, length[0]);
        assertTrue(two.isTruncated());
        assertEquals("datag\0\0\0", text(memory));
        assertEquals(one.localInetAddress(), two.sender());
        assertEquals(0, two.receive(memory.address(), 8), "an empty one");
        assertEquals(4, two.receive(memory.address(), 8));
        assertFalse(two.isTruncated());
        assertEquals("gramg\0\0\0", text(memory));
    }

    @Test
    void whatExistsAlreadyIsTakenOver() throws Exception {
        if (!port.capabilities().contains(Capability.DESCRIPTORS)) {
            assertRefused(Capability.DESCRIPTORS, () -> port.adoptSocket(0));
            assertRefused(Capability.DESCRIPTORS, () -> port.adoptListener(0));
            assertRefused(Capability.DESCRIPTORS, () -> port.adoptUdpSocket(0));
            assertRefused(Capability.DESCRIPTORS, () -> port.adoptFile(0));
            return;
        }
        StreamListener adopted =
                opened(port.adoptListener(duplicate(Inside.descriptor(listener).number())));
        assertEquals(listener.localAddress(), adopted.localAddress());
        Recorder accepts = new Recorder();
        register(adopted, Interest.READ, accepts);
        Connection c = connection(adopted);
        StreamSocket socket =
                opened(port.adoptSocket(duplicate(Inside.descriptor(c.socket()).number())));
        Recorder reads = new Recorder();
        register(socket, Interest.READ, reads);
        c.peerSends("x");
        pollUntilCount(reads, 1);
        assertEquals(1, socket.read(ByteBuffer.allocate(8)));
        UdpSocket bound = opened(port.openUdpSocket());
        bound.bind(loopback());
        bound.connect(bound.localInetAddress());
        UdpSocket udp =
                opened(port.adoptUdpSocket(duplicate(Inside.descriptor(bound).number())));
        assertEquals(bound.localAddress(), udp.localAddress());
        assertEquals(bound.remoteAddress(), udp.remoteAddress());
        assertTrue(udp.send(ByteBuffer.allocate(1)), "its peer is known");
    }

    @Test
    void aFileThatIsOpenAlreadyIsSent(@TempDir Path folder) throws Exception {
        if (!port.capabilities().contains(Capability.DESCRIPTORS)) {
            return;
        }
        Path path = Files.writeString(folder.resolve("file"), "0123456789");
        Connection c = connection();
        LinuxFile owners = opened(LinuxFile.open(path));
        int fd = duplicate(owners.number());
        FileSource source = port.adoptFile(fd);
        assertEquals(10, source.size());
        assertEquals(6, c.socket().send(source, 4, 6));
        ByteBuffer got = ByteBuffer.allocate(6);
        while (got.hasRemaining()) {
            c.peer().read(got);
        }
        assertEquals("456789", new String(got.array(), StandardCharsets.US_ASCII));
        source.close();
        assertEquals(-Errno.EBADF, TestBinding.linux().fcntl(fd, F_GETFD, 0), "it is closed with the source");
        LinuxFile second = opened(LinuxFile.duplicate(owners.number()));
        owners.close();
        assertEquals(10, second.size());
        assertThrows(SystemCallException.class, () -> port.adoptFile(1 << 30));
        assertThrows(SystemCallException.class, () -> LinuxFile.duplicate(1 << 30));
        assertThrows(IllegalArgumentException.class, () -> LinuxFile.duplicate(-1));
        assertThrows(IllegalArgumentException.class, () -> LinuxFile.adopt(-1));
    }

    @Test
    void whatIsOfAnotherKindStaysTheCallers() throws Exception {
        if (!port.capabilities().contains(Capability.DESCRIPTORS)) {
            return;
        }
        LinuxCalls calls = TestBinding.linux();
        int fd = duplicate(Inside.descriptor(listener).number());
        assertThrows(IllegalArgumentException.class, () -> port.adoptSocket(fd));
        assertThrows(IllegalArgumentException.class, () -> port.adoptUdpSocket(fd));
        int other = duplicate(Inside.descriptor(connection().socket()).number());
        assertThrows(IllegalArgumentException.class, () -> port.adoptListener(other));
        assertEquals(0, calls.close(fd), "it is open");
        assertEquals(0, calls.close(other), "it is open");
    }

    private static int duplicate(int fd) throws IOException {
        int made = TestBinding.linux().fcntl(fd, F_DUPFD, 0);
        assertTrue(made >= 0, () -> "a duplicate of " + fd);
        return made;
    }
}
