package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Does each step to the ports and to the model. */
final class ReadinessActions {
    private static final int SMALL_BUFFER = 4096; // of the system's, so that it is full soon
    private static final Interest[] INTERESTS = {
        Interest.READ, Interest.WRITE, Interest.READ_WRITE, Interest.READ, Interest.NONE
    };

    private final ReadinessWorld world;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
    private int tags;

    ReadinessActions(ReadinessWorld world) {
        this.world = world;
    }

    void run(Step<ReadinessStep> step) throws Exception {
        int place = step.a() % world.connections.length;
        ConnectionModel c = world.connections[place];
        int port = port(step.b());
        switch (step.kind()) {
            case CONNECT -> connect(place);
            case POLL -> poll(port(step.a()));
            case AWAIT -> await(port(step.a()));
            case DELIVER -> deliver(port(step.a()));
            case WAKE -> wake(port(step.a()), step.b());
            case THROW -> {
                if (world.isDelivering()) {
                    throw world.toThrow();
                }
            }
            case CLOSE_PORT -> world.closePort(port(step.a()));
            default -> {
                if (c != null) {
                    run(step, place, c, port);
                }
            }
        }
    }

    private void run(Step<ReadinessStep> step, int place, ConnectionModel c, int port) throws Exception {
        RegistrationModel r = c.registrations[port];
        switch (step.kind()) {
            case CLOSE -> {
                c.close();
                world.connections[place] = null;
            }
            case REGISTER -> register(c, port, step.b() / 4);
            case DEREGISTER -> deregister(c, port);
            case MODIFY -> modify(r, INTERESTS[step.b() / 4 % INTERESTS.length]);
            case REARM -> modify(r, null);
            case PAUSE -> pause(r, true);
            case RESUME -> pause(r, false);
            case MOVE -> move(r, step.b() / 4 % ReadinessWorld.PORTS);
            case ASK -> ask(c, r);
            case READ -> read(c, 1 + step.b());
            case WRITE -> write(c, 1 + step.b());
            case FILL -> {
                while (!c.isBroken() && !c.toPeer.isEnded() && write(c, buffer.capacity()) > 0) {
                    // until there is no room
                }
            }
            case SHUT_OUTPUT -> shutOutput(c);
            case PEER_WRITES -> peerWrites(c, 1 + step.b());
            case PEER_READS -> peerReads(c);
            case PEER_SHUTS -> peerShuts(c);
            case PEER_CLOSES -> peerCloses(c);
            case PEER_RESETS -> peerResets(c);
            default -> throw new AssertionError(step);
        }
    }

    /** Mostly the first: what happens to one port meets more than what happens to two. */
    private static int port(int number) {
        return number % 4 == 3 ? 1 : 0;
    }

    // ---- The ports ----

    private void poll(int port) throws IOException {
        if (world.isDelivering()) {
            refusedFromACallback(port);
        } else {
            world.poll(port, 0);
        }
    }

    /** The port that delivers refuses; the other one is another program's. */
    private void refusedFromACallback(int port) {
        ReadinessPort its = world.ports[port];
        if (world.isDelivering(port) && its.isOpen()) {
            assertThrows(IllegalStateException.class, () -> its.poll(0));
            assertThrows(IllegalStateException.class, () -> its.await(0));
            assertThrows(IllegalStateException.class, its::deliver);
        }
    }

    private void await(int port) throws IOException {
        if (!world.isDelivering()) {
            world.awaitEvents(port);
        }
    }

    private void deliver(int port) throws IOException {
        if (!world.isDelivering()) {
            world.deliverEvents(port);
        }
    }

    private void wake(int port, int times) throws IOException {
        for (int i = 0; i <= times % 3; i++) {
            world.ports[port].wakeup();
        }
        if (!world.isDelivering()) {
            world.poll(port, -1);
        }
    }

    // ---- Registrations ----

    private void register(ConnectionModel c, int port, int how) throws IOException {
        ReadinessPort its = world.ports[port];
        Interest interest = INTERESTS[how % INTERESTS.length];
        TriggerMode mode = TriggerMode.values()[how / INTERESTS.length % TriggerMode.values().length];
        if (!its.isOpen()) {
            return;
        }
        if (!its.supports(mode) || mode == TriggerMode.EXCLUSIVE && interest.isNone()) {
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> its.register(c.socket, interest, mode, (registration, readiness) -> {}));
            return;
        }
        if (c.registrations[port] != null) {
            assertThrows(
                    IllegalStateException.class,
                    () -> its.register(c.socket, interest, mode, (registration, readiness) -> {}));
            return;
        }
        RegistrationModel model = new RegistrationModel(c, port, interest, mode);
        model.its = its.register(
                c.socket, interest, mode, (registration, readiness) -> world.ready(model, registration, readiness));
        c.registrations[port] = model;
    }

    private void deregister(ConnectionModel c, int port) {
        RegistrationModel r = c.registrations[port];
        if (r == null) {
            return;
        }
        r.its.close();
        r.its.close();
        r.open = false;
        c.registrations[port] = null;
        assertThrows(IllegalStateException.class, () -> r.its.modify(Interest.READ));
        assertThrows(IllegalStateException.class, r.its::rearm);
        assertThrows(IllegalStateException.class, r.its::pause);
        assertThrows(IllegalStateException.class, r.its::resume);
        assertThrows(IllegalStateException.class, () -> r.its.moveTo(world.ports[0]));
    }

    /** @param interest the new one, or null to arm it again with the one that it has */
    private void modify(RegistrationModel r, Interest interest) {
        if (r == null) {
            return;
        }
        if (r.mode == TriggerMode.EXCLUSIVE) {
            assertThrows(UnsupportedOperationException.class, () -> r.its.modify(Interest.READ));
            return;
        }
        if (interest == null) {
            r.its.rearm();
        } else {
            // What was not asked for is new to it, unless the change is taken back before it is made.
            r.its.modify(interest);
            r.interest = interest;
        }
        r.arm(world.isInBatch(r.port));
    }

    private void pause(RegistrationModel r, boolean pauses) {
        if (r == null) {
            return;
        }
        if (pauses) {
            r.its.pause();
        } else {
            r.its.resume();
            r.newToRead |= r.paused;
            r.newToWrite |= r.paused;
        }
        r.paused = pauses;
    }

    private void move(RegistrationModel r, int target) throws IOException {
        if (r == null || !world.ports[target].isOpen()) {
            return;
        }
        if (target == r.port) {
            assertSame(r.its, r.its.moveTo(world.ports[target]));
            return;
        }
        ConnectionModel c = r.connection;
        if (c.registrations[target] != null) {
            assertThrows(IllegalStateException.class, () -> r.its.moveTo(world.ports[target]));
            return;
        }
        Registration before = r.its;
        c.registrations[r.port] = null;
        c.registrations[target] = r;
        r.port = target;
        r.newToRead = true;
        r.newToWrite = true;
        r.foundReadable = false;
        r.armedInBatch = false;
        r.its = before.moveTo(world.ports[target]);
        assertTrue(!before.isOpen() && before != r.its, "it has moved");
    }

    private void ask(ConnectionModel c, RegistrationModel r) throws IOException {
        assertTrue(c.socket.isOpen());
        SocketAddress remote = c.socket.remoteAddress();
        boolean over = c.isBroken() || c.toUs.isEnded() && c.toPeer.isEnded(); // the kernel forgets it then
        assertTrue(c.peerAddress.equals(remote) || remote == null && over, () -> remote + " of " + c);
        if (r != null) {
            assertTrue(r.its.isOpen());
            assertSame(c.socket, r.its.source());
            assertSame(world.ports[r.port], r.its.port());
            assertSame(r.interest, r.its.interest());
            assertSame(r.mode, r.its.triggerMode());
            assertEquals(r.paused, r.its.isPaused());
        }
    }

    // ---- The connections ----

    private void connect(int place) throws IOException {
        if (world.connections[place] != null) {
            return;
        }
        SocketChannel peer = SocketChannel.open();
        peer.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
        peer.connect(world.listener.localAddress());
        peer.configureBlocking(false);
        StreamSocket[] accepted = new StreamSocket[1];
        Histories.until("the accept", () -> (accepted[0] = world.listener.accept()) != null, Thread::yield);
        accepted[0].setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER);
        accepted[0].setOption(StandardSocketOptions.TCP_NODELAY, true);
        assertEquals(peer.getLocalAddress(), accepted[0].remoteAddress());
        world.connections[place] = new ConnectionModel(accepted[0], peer, ++tags, ReadinessWorld.PORTS);
    }

    /** Reads once, and again where what was sent has not come yet. */
    private void read(ConnectionModel c, int most) {
        Histories.until("a read of " + c, () -> readOnce(c, most), Thread::yield);
    }

    private boolean readOnce(ConnectionModel c, int most) throws IOException {
        buffer.clear().limit(most);
        int count;
        try {
            count = c.socket.read(buffer);
        } catch (SocketException e) {
            assertTrue(c.isBroken(), () -> e + " of " + c);
            return true;
        }
        if (count < 0) {
            assertTrue(c.isBroken() || c.toUs.isEnded() && c.toUs.left() == 0, () -> "the end of " + c);
        } else {
            c.toUs.received(buffer.flip());
        }
        assertTrue(count == buffer.limit() || count < 0);
        return count != 0 || !c.toUs.isReadable() && !c.peerReset;
    }

    private int write(ConnectionModel c, int count) throws IOException {
        c.toPeer.next(buffer.clear(), count).flip();
        try {
            int taken = c.socket.write(buffer);
            assertTrue(!c.toPeer.isEnded(), () -> taken + " bytes were written after the end of " + c);
            assertEquals(taken, buffer.position());
            c.toPeer.sent(taken);
            c.isFull |= taken < count;
            c.mayBeReset |= c.peerClosed;
            if (c.peerClosed) {
                c.newToRead();
            }
            return taken;
        } catch (SocketException e) {
            assertTrue(c.isBroken() || c.peerClosed || c.toPeer.isEnded(), () -> e + " of " + c);
            c.mayBeReset |= c.peerClosed;
            return 0;
        }
    }

    private void shutOutput(ConnectionModel c) throws IOException {
        try {
            c.socket.shutdownOutput();
        } catch (IOException e) {
            assertTrue(c.isBroken(), () -> e + " of " + c);
        }
        c.toPeer.end();
    }

    // ---- The peers ----

    private void peerWrites(ConnectionModel c, int count) throws IOException {
        if (c.peerClosed || c.toUs.isEnded() || c.toUs.left() > SMALL_BUFFER) {
            return;
        }
        c.toUs.next(buffer.clear(), count).flip();
        int taken = c.peer.write(buffer);
        c.toUs.sent(taken);
        if (taken > 0) {
            c.newToRead();
        }
    }

    private void peerReads(ConnectionModel c) {
        if (c.peerClosed) {
            return;
        }
        Histories.until(
                "the peer has read all of " + c,
                () -> {
                    int count = c.peer.read(buffer.clear());
                    if (count > 0) {
                        c.toPeer.received(buffer.flip());
                    }
                    assertTrue(
                            count >= 0 || c.toPeer.isEnded() && c.toPeer.left() == 0, () -> "the peer's end of " + c);
                    return c.toPeer.left() == 0 && (count < 0 || !c.toPeer.isEnded());
                },
                Thread::yield);
        if (c.isFull) {
            c.isFull = false;
            c.newToWrite();
        }
    }

    private void peerShuts(ConnectionModel c) throws IOException {
        if (!c.peerClosed) {
            c.peer.shutdownOutput();
            ends(c);
        }
    }

    /** With something left to read, its system sends a reset in place of the end. */
    private void peerCloses(ConnectionModel c) throws IOException {
        if (!c.peerClosed) {
            c.mayBeReset |= c.toPeer.left() > 0;
            c.peer.close();
            c.peerClosed = true;
            ends(c);
        }
    }

    private static void ends(ConnectionModel c) {
        if (!c.toUs.isEnded()) { // once
            c.toUs.end();
            c.newToRead();
        }
    }

    private void peerResets(ConnectionModel c) throws IOException {
        if (!c.peerClosed) {
            boolean isOver =
                    c.toUs.isEnded() && c.toPeer.isEnded(); // its system has forgotten it, and hears of no reset
            c.resetByPeer();
            c.peerReset = true;
            if (!isOver) {
                c.newToRead();
                c.newToWrite();
            }
        }
    }
}
