package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Recorder;
import dev.pollux.VacantAddress;
import dev.pollux.internal.epoll.EpollPort;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The JDK's own channels in a port. */
abstract class ChannelContract extends PortContract {
    ChannelContract(Backend backend) {
        super(backend);
    }

    private Registration register(SelectableChannel channel, Interest interest, ReadinessCallback callback)
            throws Exception {
        return port.register(channel, interest, TriggerMode.LEVEL, callback);
    }

    private <T extends SelectableChannel> T nonBlocking(T channel) throws Exception {
        opened(channel).configureBlocking(false);
        return channel;
    }

    /** A selector program's whole life: listen, connect, accept, read, write, close. */
    @Test
    void socketsListenConnectAndTransfer() throws Exception {
        ServerSocketChannel server = nonBlocking(ServerSocketChannel.open()).bind(loopback());
        SocketChannel[] accepted = new SocketChannel[1];
        Recorder accepts = new Recorder().then((registration, readiness) -> accepted[0] = server.accept());
        Registration registration = register(server, Interest.READ, accepts);
        assertSame(server, ((ChannelSource) registration.source()).channel());
        SocketChannel client = nonBlocking(SocketChannel.open());
        client.connect(server.getLocalAddress());
        Recorder connects = new Recorder().then((self, readiness) -> {
            if (client.finishConnect()) {
                self.modify(Interest.READ);
            }
        });
        register(client, Interest.WRITE, connects);
        pollUntil("both are there", () -> accepts.count() == 1 && connects.count() == 1);
        assertTrue(accepts.last().isReadable() && connects.last().isWritable());
        SocketChannel socket = nonBlocking(accepted[0]);
        Recorder reads = new Recorder();
        register(socket, Interest.READ, reads);
        pollForNothing();
        assertEquals(0, reads.count());
        client.write(ByteBuffer.wrap(new byte[7]));
        pollUntilCount(reads, 1);
        assertEquals(7, socket.read(ByteBuffer.allocate(10)));
        socket.write(ByteBuffer.wrap(new byte[3]));
        pollUntilCount(connects, 2);
        assertEquals(3, client.read(ByteBuffer.allocate(10)));
        int before = reads.count();
        client.close();
        pollUntilCount(reads, before + 1);
        assertEquals(-1, socket.read(ByteBuffer.allocate(10)));
    }

    @Test
    void aConnectedChannelIsWritableWithoutBeingModified() throws Exception {
        SocketChannel client = nonBlocking(SocketChannel.open());
        client.connect(listener.localAddress());
        Recorder recorder = new Recorder().then((self, readiness) -> client.finishConnect());
        register(client, Interest.WRITE, recorder);
        pollUntilCount(recorder, 3);
        assertTrue(recorder.last().isWritable());
    }

    @Test
    void aRefusedConnectIsReported() throws Exception {
        InetSocketAddress nobody = opened(new VacantAddress()).address();
        SocketChannel client = nonBlocking(SocketChannel.open());
        Recorder recorder = new Recorder();
        try {
            client.connect(nobody);
        } catch (ConnectException e) {
            return; // at once
        }
        Registration registration = register(client, Interest.WRITE, recorder);
        pollUntilCount(recorder, 1);
        assertThrows(ConnectException.class, client::finishConnect);
        registration.close();
    }

    @Test
    void datagramsAndPipes() throws Exception {
        DatagramChannel datagrams = nonBlocking(DatagramChannel.open()).bind(loopback());
        Pipe pipe = Pipe.open();
        Pipe.SourceChannel source = nonBlocking(pipe.source());
        Pipe.SinkChannel sink = nonBlocking(pipe.sink());
        Recorder received = new Recorder();
        Recorder read = new Recorder();
        Recorder written = new Recorder();
        register(datagrams, Interest.READ, received);
        register(source, Interest.READ, read);
        Registration writes = register(sink, Interest.READ_WRITE, written); // a sink is never readable
        pollUntilCount(written, 1);
        assertFalse(written.last().isReadable(), written::toString);
        writes.close();
        pollForNothing();
        assertEquals(0, received.count() + read.count());
        sink.write(ByteBuffer.wrap(new byte[4]));
        pollUntilCount(read, 1);
        assertEquals(4, source.read(ByteBuffer.allocate(10)));
        try (DatagramChannel other = DatagramChannel.open()) {
            other.send(ByteBuffer.wrap(new byte[5]), datagrams.getLocalAddress());
        }
        pollUntilCount(received, 1);
        assertTrue(received.last().isReadable());
    }

    @Test
    void aBlockingChannelIsRefused() throws Exception {
        SocketChannel blocking = opened(SocketChannel.open(listener.localAddress()));
        assertThrows(IllegalBlockingModeException.class, () -> register(blocking, Interest.READ, new Recorder()));
        assertEquals(List.of(), Inside.of(port).registrations());
    }

    @Test
    void aClosedChannelIsRefused() throws Exception {
        SocketChannel channel = nonBlocking(SocketChannel.open());
        channel.close();
        assertThrows(ClosedChannelException.class, () -> register(channel, Interest.READ, new Recorder()));
        assertThrows(NullPointerException.class, () -> register((SocketChannel) null, Interest.READ, new Recorder()));
        assertEquals(List.of(), Inside.of(port).registrations());
    }

    @Test
    void twiceIsRefusedAndTheFirstGoesOn() throws Exception {
        Pipe pipe = Pipe.open();
        Pipe.SourceChannel source = nonBlocking(pipe.source());
        Pipe.SinkChannel sink = nonBlocking(pipe.sink());
        Recorder recorder = new Recorder();
        Registration first = register(source, Interest.READ, recorder);
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> register(source, Interest.READ, new Recorder()));
        assertTrue(refusal.getMessage().contains("already registered"), refusal::getMessage);
        assertEquals(List.of(first), Inside.of(port).registrations());
        sink.write(ByteBuffer.wrap(new byte[4]));
        pollUntilCount(recorder, 1);
        first.close();
        assertTrue(source.isOpen());
        Recorder again = new Recorder();
        register(source, Interest.READ, again);
        pollUntilCount(again, 1);
    }

    @Test
    void closingTheSourceClosesTheChannel() throws Exception {
        SocketChannel channel = nonBlocking(SocketChannel.open(listener.localAddress()));
        Registration registration = register(channel, Interest.READ, new Recorder());
        registration.source().close();
        assertFalse(channel.isOpen());
        assertFalse(registration.isOpen());
        assertEquals(List.of(), Inside.of(port).registrations());
    }

    @Test
    void closingTheChannelEndsItsRegistration() throws Exception {
        SocketChannel[] channels = new SocketChannel[2];
        Registration[] registrations = new Registration[2];
        Recorder recorder = new Recorder();
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            channels[i] = nonBlocking(SocketChannel.open(listener.localAddress()));
            registrations[i] = register(channels[i], Interest.WRITE, (self, readiness) -> {
                recorder.onReady(self, readiness);
                channels[other].close(); // whose event stands in the same batch
            });
        }
        pollUntilCount(recorder, 1);
        pollForNothing();
        int closed = channels[0].isOpen() ? 1 : 0;
        assertFalse(registrations[closed].isOpen());
        assertThrows(IllegalStateException.class, () -> registrations[closed].modify(Interest.READ));
        assertEquals(List.of(registrations[1 - closed]), Inside.of(port).registrations());
        registrations[closed].close();
    }

    @Test
    void movesToAnotherPort() throws Exception {
        ReadinessPort other = opened(ReadinessPort.open(backend));
        SocketChannel channel = nonBlocking(SocketChannel.open(listener.localAddress()));
        Recorder recorder = new Recorder();
        Registration moved = register(channel, Interest.WRITE, recorder).moveTo(other);
        pollForNothing();
        assertEquals(0, recorder.count());
        Await.until("reported there", () -> recorder.count() > 0, () -> other.poll(MOMENT_NANOS));
        assertEquals(List.of(moved), Inside.of(other).registrations());
    }

    /** The program closes its channels as it always did, and says nothing: neither a slot nor a descriptor is lost. */
    @Test
    void channelsClosedByTheProgramLeaveNothing() throws Exception {
        Recorder stale = new Recorder();
        Pipe pipe = Pipe.open();
        nonBlocking(pipe.source());
        nonBlocking(pipe.sink());
        Recorder alive = new Recorder();
        register(pipe.source(), Interest.READ, alive);
        int rounds = backend == Backend.EPOLL ? 20_000 : 2_000;
        for (int i = 0; i < rounds; i++) {
            Pipe each = Pipe.open();
            each.sink().configureBlocking(false);
            Registration registration = register(each.sink(), Interest.WRITE, stale);
            each.sink().close();
            each.source().close();
            if (i % 3 == 0) {
                registration.close(); // late: its number may be another's
            }
            if (i % 100 == 0) {
                port.poll(0); // a selector gives a closed channel's descriptor back in its next select
            }
        }
        pollForNothing();
        assertEquals(0, stale.count());
        if (port instanceof EpollPort epoll) {
            assertTrue(epoll.slotsUsed() <= 256, epoll.slotsUsed() + " slots");
        }
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
        pollUntilCount(alive, 1);
        assertEquals(1, Inside.of(port).registrations().size());
    }

    /** Closing a registration late must not take out the successor that has its descriptor's number now. */
    @Test
    void aLateCloseLeavesTheSuccessorAlone() throws Exception {
        for (int i = 0; i < 50; i++) {
            Pipe first = Pipe.open();
            first.sink().configureBlocking(false);
            Registration late = register(first.sink(), Interest.WRITE, new Recorder());
            first.sink().close();
            first.source().close();
            Pipe second = Pipe.open(); // mostly with the first's numbers
            Recorder recorder = new Recorder();
            SelectableChannel successor =
                    i % 2 == 0 ? second.sink() : nonBlocking(SocketChannel.open(listener.localAddress()));
            successor.configureBlocking(false);
            Registration next = register(successor, Interest.WRITE, recorder);
            late.close();
            pollUntilCount(recorder, 1);
            next.source().close();
            second.sink().close();
            second.source().close();
        }
    }
}
