package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.ReceiveStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of datagrams, of which one entry of a ring of one thread brings many. */
@UringTest
@Timeout(60)
class UringDatagramsTest {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<String> texts = new ArrayList<>();
    private final List<InetSocketAddress> senders = new ArrayList<>();
    private final List<IOException> failures = new ArrayList<>();
    private final List<Throwable> reports = new ArrayList<>();
    private CompletionPort port;
    private CompletionUdpSocket socket;

    private ReceiveStream open(boolean singleThreaded, InetAddress address) throws IOException {
        port = CompletionPort.builder()
                .backend(Backend.IO_URING)
                .singleThreaded(singleThreaded)
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
        socket = port.openUdpSocket(new InetSocketAddress(address, 0));
        ReceiveStream stream = socket.receiveStream((same, datagram) -> {
                    byte[] bytes = new byte[datagram.receivedLength()];
                    datagram.data().get(bytes);
                    texts.add(new String(bytes));
                    senders.add(datagram.sender());
                    datagram.giveBack();
                })
                .onFailure((same, failure) -> failures.add(failure));
        stream.submit();
        port.poll(0);
        return stream;
    }

    @AfterEach
    void close() {
        if (port != null) {
            port.close();
            assertEquals(0, port.pendingOperations());
            assertEquals(List.of(), reports);
        }
    }

    private void turnUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> port.poll(TURN_NANOS));
    }

    private void send(DatagramChannel from, String text) throws IOException {
        from.send(ByteBuffer.wrap(text.getBytes()), socket.localAddress());
    }

    @Test
    void oneEntryBringsAll() throws Exception {
        UringReceiveStream stream =
                assertInstanceOf(UringReceiveStream.class, open(true, InetAddress.getLoopbackAddress()));
        UringTicket ticket = UringTicket.of(stream.receive);
        int generation = ticket.generation;
        try (DatagramChannel peer = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            for (int i = 0; i < 500; i++) {
                send(peer, "number " + i);
                int expected = i + 1;
                turnUntil("it", () -> texts.size() == expected);
                assertEquals("number " + i, texts.get(i));
                assertEquals(peer.getLocalAddress(), senders.get(i));
            }
            assertSame(ticket, UringTicket.of(stream.receive));
            assertEquals(generation, ticket.generation, "it was submitted again");
            send(peer, ""); // the kernel takes that for an end
            send(peer, "on");
            turnUntil("both", () -> texts.size() == 502);
            assertEquals(List.of("", "on"), texts.subList(500, 502));
            turnUntil("it goes on", stream.receive::isPending);
            assertNotEquals(generation, UringTicket.of(stream.receive).generation);
        }
    }

    @Test
    void aPeersAddressMayBeAnIpv6One() throws Exception {
        open(true, InetAddress.getByName("::"));
        try (DatagramChannel peer = DatagramChannel.open().bind(new InetSocketAddress("::1", 0))) {
            peer.send(
                    ByteBuffer.wrap("six".getBytes()),
                    new InetSocketAddress("::1", socket.localAddress().getPort()));
            turnUntil("it", () -> !texts.isEmpty());
            assertEquals(peer.getLocalAddress(), senders.get(0));
        }
    }

    /** Few slots, many peers, and what comes is sent back from its slot: none is used for two at a time. */
    @Test
    void eachPeerGetsItsOwnBack() throws Exception {
        port = CompletionPort.builder()
                .backend(Backend.IO_URING)
                .singleThreaded(true)
                .lentBuffers(16, 64)
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
        socket = port.openUdpSocket(new InetSocketAddress("127.0.0.1", 0));
        int[] lost = new int[1];
        socket.receiveStream((same, datagram) -> {
                    if (datagram.data().get(0) % 7 == 0) { // one that is not sent back
                        lost[0]++;
                        datagram.giveBack();
                    } else {
                        socket.sendAndGiveBack(datagram);
                    }
                })
                .window(16)
                .submit();
        List<DatagramChannel> peers = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(64);
        try {
            for (int i = 0; i < 20; i++) {
                peers.add(DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0)));
                peers.get(i).configureBlocking(false);
                peers.get(i).connect(socket.localAddress());
            }
            for (int round = 0; round < 100; round++) {
                for (int i = 0; i < peers.size(); i++) {
                    peers.get(i).write(ByteBuffer.wrap(new byte[] {(byte) i, (byte) round, (byte) (i ^ round)}));
                }
                for (int i = 0; i < peers.size(); i++) {
                    DatagramChannel peer = peers.get(i);
                    buffer.clear();
                    if (i % 7 == 0) {
                        int expected = 3 * round + i / 7 + 1;
                        turnUntil("those that are not sent back", () -> lost[0] >= expected);
                        assertEquals(0, peer.read(buffer));
                        continue;
                    }
                    Await.until("the reply", () -> peer.read(buffer) > 0, () -> port.poll(0));
                    assertEquals(
                            ByteBuffer.wrap(new byte[] {(byte) i, (byte) round, (byte) (i ^ round)}), buffer.flip());
                }
            }
        } finally {
            for (DatagramChannel each : peers) {
                each.close();
            }
        }
    }

    /** That nobody is there ends the stream if it is asked for, and it may be submitted again. Else nobody learns of it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thatNobodyIsThereIsToldIfAskedFor(boolean singleThreaded) throws Exception {
        ReceiveStream stream = open(singleThreaded, InetAddress.getByName("127.0.0.1"));
        try (DatagramChannel peer = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            DatagramChannel gone = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
            InetSocketAddress nobody = (InetSocketAddress) gone.getLocalAddress();
            gone.close();
            sendTo(nobody);
            send(peer, "one");
            turnUntil("it", () -> texts.size() == 1);
            assertEquals(List.of(), failures);
            socket.setReportUnreachable(true);
            sendTo(nobody);
            turnUntil("the failure", () -> !failures.isEmpty());
            assertInstanceOf(PortUnreachableException.class, failures.get(0));
            turnUntil("the end", () -> !stream.isPending());
            stream.submit();
            for (int i = 0; i < 50; i++) {
                int expected = texts.size() + 1;
                send(peer, "more");
                turnUntil("it", () -> texts.size() == expected);
            }
            assertEquals(1, failures.size());
            assertTrue(stream.stop());
            turnUntil("the stop", () -> !stream.isPending());
        }
    }

    private void sendTo(InetSocketAddress nobody) {
        int[] sent = new int[1];
        socket.send(ByteBuffer.allocateDirect(1), (operation, bytes) -> sent[0]++)
                .target(nobody)
                .submit();
        turnUntil("it is sent", () -> sent[0] == 1);
    }
}
