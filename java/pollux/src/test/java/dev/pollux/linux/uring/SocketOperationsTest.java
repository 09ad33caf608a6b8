package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.VacantAddress;
import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Errno;
import dev.pollux.linux.Family;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.NativeAddress;
import dev.pollux.linux.ProvidedBuffers;
import dev.pollux.linux.Streams;
import dev.pollux.linux.SubmissionEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each operation of sockets, against real ones. */
@RingTest
class SocketOperationsTest {
    private static final int SOCK_CLOEXEC = 0x80000;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestRing test;

    @BeforeEach
    void open() throws IOException {
        test = TestRing.open();
    }

    @AfterEach
    void close() throws Exception {
        test.close();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    private LinuxStreamSocket[] connected() throws IOException {
        LinuxStreamSocket[] both = Streams.connected(Family.INET);
        opened(both[0]);
        opened(both[1]);
        return both;
    }

    private void closeByRing(int fd) throws IOException {
        test.next().close(fd).userData(-2);
        assertEquals(0, test.take(-2));
    }

    @Test
    void acceptsOneWithItsAddress() throws IOException {
        LinuxStreamListener listener = opened(Streams.listener(Family.INET));
        NativeAddress peer = new NativeAddress();
        test.next().accept(listener.fd(), peer, SOCK_CLOEXEC).userData(1);
        test.assertNothing();
        LinuxStreamSocket client = opened(Streams.connect(Family.INET, listener.localAddress()));
        int fd = test.take(1);
        assertTrue(fd >= 0, () -> "accept: " + fd);
        assertFalse(test.completions.count() > 0);
        assertEquals(client.localAddress(), peer.get());
        closeByRing(fd);
    }

    @Test
    void acceptsManyByOneEntryUntilItIsCancelled() throws IOException {
        LinuxStreamListener listener = opened(Streams.listener(Family.INET));
        test.next().acceptMultishot(listener.fd(), SOCK_CLOEXEC).userData(1);
        for (int i = 0; i < 20; i++) {
            opened(Streams.connect(Family.INET, listener.localAddress()));
            test.take(1);
            test.requires("multishot accept");
            assertTrue(test.result >= 0);
            assertTrue((test.flags & CompletionQueue.F_MORE) != 0);
            int fd = test.result;
            test.next().close(fd).skipSuccess();
        }
        test.next().cancel(1, 0).skipSuccess().userData(2);
        assertEquals(-Errno.ECANCELED, test.take(1));
        assertEquals(0, test.flags & CompletionQueue.F_MORE, "the last one");
        test.assertNothing();
    }

    @Test
    void connectsAndIsRefused() throws IOException {
        LinuxStreamListener listener = opened(Streams.listener(Family.INET));
        NativeAddress to = new NativeAddress();
        to.set(listener.localAddress(), Family.INET);
        LinuxStreamSocket client = opened(LinuxStreamSocket.open(Family.INET));
        test.next().connect(client.fd(), to).userData(1);
        assertEquals(0, test.take(1));
        to.set(opened(new VacantAddress()).address(), Family.INET);
        LinuxStreamSocket late = opened(LinuxStreamSocket.open(Family.INET));
        test.next().connect(late.fd(), to).userData(2);
        assertEquals(-Errno.ECONNREFUSED, test.take(2));
        assertEquals(
                java.net.ConnectException.class,
                IoUring.failure("connect", test.result, late.fd()).getClass());
    }

    @Test
    void receivesAndSends() throws IOException {
        TestRing.requires(5, 19, "IORING_RECVSEND_POLL_FIRST");
        LinuxStreamSocket[] both = connected();
        ByteBuffer memory = test.memory(16);
        test.next().recv(both[1].fd(), IoUring.addressOf(memory), 16, 0).userData(1);
        test.assertNothing();
        test.next()
                .send(both[0].fd(), test.text("castor"), 6, SubmissionEntry.MSG_WAITALL)
                .userData(2);
        int first = test.take();
        assertEquals(6, first);
        assertEquals(6, test.take());
        assertEquals("castor", TestRing.text(memory, 0, 6));
        both[0].close();
        test.next()
                .recv(both[1].fd(), IoUring.addressOf(memory), 16, 0)
                .pollFirst()
                .userData(3);
        assertEquals(0, test.take(3), "the end of the stream");
    }

    @Test
    void aBrokenPipeIsAResult() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        opened(pair[0]);
        pair[1].close();
        test.next().send(pair[0].fd(), test.text("x"), 1, 0).userData(1);
        assertEquals(-Errno.EPIPE, test.take(1));
        assertEquals(
                java.net.SocketException.class,
                IoUring.failure("send", test.result, 3).getClass());
    }

    @Test
    void aMessageIsGatheredAndScattered() throws IOException {
        TestRing.requires(5, 17, "IOSQE_CQE_SKIP_SUCCESS");
        LinuxStreamSocket[] both = connected();
        ByteBuffer in = test.memory(16);
        long address = IoUring.addressOf(in);
        ByteBuffer receive = test.message(test.iovecs(address, 3, address + 8, 8), 2);
        test.next().recvmsg(both[1].fd(), IoUring.addressOf(receive), 0).userData(1);
        ByteBuffer send = test.message(test.iovecs(test.text("pol"), 3, test.text("lux"), 3), 2);
        test.next()
                .sendmsg(both[0].fd(), IoUring.addressOf(send), 0)
                .skipSuccess()
                .userData(2);
        assertEquals(6, test.take(1));
        assertEquals("pol", TestRing.text(in, 0, 3));
        assertEquals("lux", TestRing.text(in, 8, 3));
    }

    @Test
    void receivesIntoProvidedBuffersUntilTheStreamEnds() throws IOException {
        LinuxStreamSocket[] both = connected();
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = test.ring.registrations().provideBuffers(3, 4, 8, 0);
        test.next().recvMultishot(both[1].fd(), buffers, 0).userData(1);
        test.assertNothing();
        for (int i = 0; i < 20; i++) {
            String text = "no " + i;
            Streams.sendAll(both[0], text);
            assertEquals(text.length(), test.take(1));
            assertTrue((test.flags & CompletionQueue.F_MORE) != 0);
            assertEquals(i % 4, test.buffer, "in their order");
            assertEquals(text, TestRing.text(buffers.memory(), buffers.offset(test.buffer), text.length()));
            buffers.giveBack(test.buffer);
            buffers.publish();
        }
        both[0].close();
        assertEquals(0, test.take(1));
        assertEquals(0, test.flags & CompletionQueue.F_MORE);
        assertEquals(-1, test.buffer, "the end takes none");
    }

    @Test
    void noBufferLeftEndsAReceiveAndLosesNothing() throws IOException {
        LinuxStreamSocket[] both = connected();
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = test.ring.registrations().provideBuffers(0, 2, 4, 0);
        test.next().recvMultishot(both[1].fd(), buffers, 0).userData(1);
        Streams.sendAll(both[0], "abcdefghijkl");
        StringBuilder got = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            assertEquals(4, test.take(1));
            got.append(TestRing.text(buffers.memory(), buffers.offset(test.buffer), 4));
        }
        assertEquals(-Errno.ENOBUFS, test.take(1));
        assertEquals(0, test.flags & CompletionQueue.F_MORE);
        buffers.giveBack(1);
        buffers.publish();
        test.next().recvMultishot(both[1].fd(), buffers, 0).userData(2);
        assertEquals(4, test.take(2));
        got.append(TestRing.text(buffers.memory(), buffers.offset(1), 4));
        assertEquals("abcdefghijkl", got.toString());
    }

    @Test
    void oneReceiveTakesOneProvidedBuffer() throws IOException {
        LinuxStreamSocket[] both = connected();
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = test.ring.registrations().provideBuffers(9, 2, 8, 0);
        test.next().recv(both[1].fd(), buffers, 3, 0).userData(1);
        Streams.sendAll(both[0], "abcdef");
        assertEquals(3, test.take(1));
        assertEquals(0, test.flags & CompletionQueue.F_MORE);
        assertEquals("abc", TestRing.text(buffers.memory(), buffers.offset(test.buffer), 3));
    }

    @Test
    void aBundleTakesSeveralBuffersAtOnce() throws IOException {
        int bundles = 1 << 14; // IORING_FEAT_RECVSEND_BUNDLE
        assumeTrue((test.ring.features() & bundles) != 0, "this kernel has no bundles");
        LinuxStreamSocket[] both = connected();
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = test.ring.registrations().provideBuffers(1, 4, 4, 0);
        Streams.sendAll(both[0], "abcdefghij");
        test.next().recv(both[1].fd(), buffers, 0, 0).bundle().userData(1);
        int first = test.take(1);
        assertTrue(first > 4, () -> "more than one buffer holds: " + first);
        assertEquals(0, test.buffer);
        assertEquals("abcdefghij".substring(0, first), TestRing.text(buffers.memory(), 0, first));

        ProvidedBuffers out = test.ring.registrations().provideBuffers(2, 4, 0, 0);
        out.add(test.text("cas"), 3, 0);
        out.add(test.text("tor"), 3, 1);
        out.publish();
        test.next().send(both[1].fd(), out, 0, 0).bundle().userData(2);
        assertEquals(6, test.take(2));
        Streams.assertReceives("castor", both[0]);
    }

    @Test
    void datagramsComeWithTheirAddresses() throws IOException {
        LinuxDatagramSocket server = opened(LinuxDatagramSocket.open(Family.INET));
        server.bind(Streams.loopback(Family.INET));
        LinuxDatagramSocket client = opened(LinuxDatagramSocket.open(Family.INET));
        client.bind(Streams.loopback(Family.INET));
        TestRing.requiresProvidedBuffers();
        ProvidedBuffers buffers = test.ring.registrations().provideBuffers(0, 4, 64, 0);
        ByteBuffer header = test.memory(56).putInt(8, 16); // msg_namelen: room for a sockaddr_in
        test.next()
                .recvmsgMultishot(server.fd(), IoUring.addressOf(header), buffers, 0)
                .userData(1);
        for (String text : new String[] {"one", "two", "", "four"}) {
            client.send(Streams.bytes(text), server.localAddress());
            test.take(1);
            test.requires("multishot recvmsg");
            ByteBuffer memory = buffers.memory();
            int at = buffers.offset(test.buffer);
            assertEquals(16, memory.getInt(at), "length of the name");
            assertEquals(text.length(), memory.getInt(at + 8), "length of the payload");
            int port = memory.getShort(at + 16 + 2) & 0xFFFF;
            assertEquals(
                    ((java.net.InetSocketAddress) client.localAddress()).getPort(),
                    Short.reverseBytes((short) port) & 0xFFFF);
            assertEquals(text, TestRing.text(memory, at + 16 + 16, text.length()));
            assertEquals(!text.isEmpty(), (test.flags & CompletionQueue.F_MORE) != 0, "an empty one ends it");
            if (text.isEmpty()) {
                test.next()
                        .recvmsgMultishot(server.fd(), IoUring.addressOf(header), buffers, 0)
                        .userData(1);
            }
            buffers.giveBack(test.buffer);
            buffers.publish();
        }
    }

    @Test
    void aSendWithoutACopyFreesItsMemoryLater() throws IOException {
        test.requires(SubmissionEntry.OP_SEND_ZC, "IORING_OP_SEND_ZC");
        LinuxStreamSocket[] both = connected();
        test.next().sendZeroCopy(both[0].fd(), test.text("castor"), 6, 0).userData(1);
        assertEquals(6, test.take(1));
        assertTrue((test.flags & CompletionQueue.F_MORE) != 0);
        Streams.assertReceives("castor", both[1]);
        test.take(1);
        assertTrue((test.flags & CompletionQueue.F_NOTIF) != 0);

        ByteBuffer memory = test.memory(4096).put(0, "pollux".getBytes());
        test.ring.registrations().buffers(new long[] {IoUring.addressOf(memory)}, new int[] {4096});
        test.next()
                .sendZeroCopyFixed(both[0].fd(), IoUring.addressOf(memory), 6, 0, 0)
                .userData(2);
        assertEquals(6, test.take(2));
        Streams.assertReceives("pollux", both[1]);
        test.take(2);
        assertTrue((test.flags & CompletionQueue.F_NOTIF) != 0);

        ByteBuffer message = test.message(test.iovecs(test.text("leda"), 4), 1);
        test.next().sendmsgZeroCopy(both[0].fd(), IoUring.addressOf(message), 0).userData(3);
        assertEquals(4, test.take(3));
        Streams.assertReceives("leda", both[1]);
        test.take(3);
        assertTrue((test.flags & CompletionQueue.F_NOTIF) != 0);
    }

    @Test
    void shutsAHalf() throws IOException {
        LinuxStreamSocket[] both = connected();
        test.next().shutdown(both[0].fd(), 1).userData(1);
        assertEquals(0, test.take(1));
        test.next().recv(both[1].fd(), IoUring.addressOf(test.memory(8)), 8, 0).userData(2);
        assertEquals(0, test.take(2));
    }

    @Test
    void aListenerIsMadeByTheRingAlone() throws IOException {
        test.requires(57, "IORING_OP_LISTEN");
        NativeAddress local = new NativeAddress();
        local.set(Streams.loopback(Family.INET), Family.INET);
        test.next().socket(2, 1 | SOCK_CLOEXEC, 0).userData(1);
        int fd = test.take(1);
        assertTrue(fd >= 0);
        test.next().bind(fd, local).link().userData(2);
        test.next().listen(fd, 16).userData(3);
        assertEquals(0, test.take(2));
        assertEquals(0, test.take(3));
        test.next().accept(fd, null, SOCK_CLOEXEC).userData(4);
        test.assertNothing();
        test.next().cancelOn(fd, 0).userData(5).skipSuccess();
        assertEquals(-Errno.ECANCELED, test.take(4));
        closeByRing(fd);
    }

    @Test
    void moreIsSaidToBeThere() throws IOException {
        TestRing.requires(5, 19, "IORING_CQE_F_SOCK_NONEMPTY");
        LinuxStreamSocket[] both = connected();
        Streams.sendAll(both[0], "abcdef");
        ByteBuffer memory = test.memory(8);
        test.next().recv(both[1].fd(), IoUring.addressOf(memory), 3, 0).userData(1);
        assertEquals(3, test.take(1));
        assertTrue((test.flags & CompletionQueue.F_SOCK_NONEMPTY) != 0);
    }
}
