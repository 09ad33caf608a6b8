package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Kernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@LinuxTest
class DescriptorPassingTest {
    private LinuxStreamSocket here;
    private LinuxStreamSocket peer;

    @BeforeEach
    void open() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        here = pair[0];
        peer = pair[1];
    }

    @AfterEach
    void close() {
        here.close();
        peer.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPassedCanBeUsed(boolean withCredentials) throws IOException {
        peer.setOption(LinuxSocketOptions.SO_PASSCRED, withCredentials);
        LinuxStreamSocket[] passed = Streams.connected(Family.INET);
        try (EventFd eventFd = EventFd.create()) {
            assertFalse(passed[0].isShared());
            assertEquals(2, here.sendDescriptors(Streams.bytes("ab"), passed[0], eventFd));
            assertTrue(passed[0].isShared() && eventFd.isShared(), "they have duplicates now");
            int[] got = {7, 7, 7, 7};
            ByteBuffer buffer = ByteBuffer.allocate(8);
            assertEquals(2, peer.receiveDescriptors(buffer, got));
            assertEquals("ab", Streams.text(buffer.flip()));
            assertEquals(-1, got[2]);
            assertEquals(-1, got[3]);
            assertNotEquals(passed[0].fd(), got[0]);
            assertEquals(OpenDescriptors.target(passed[0].fd()), OpenDescriptors.target(got[0]));
            assertEquals(0x80000, OpenDescriptors.flags(got[0]) & 0x80000, "CLOEXEC");
            assertEquals(0x80000, OpenDescriptors.flags(got[1]) & 0x80000, "CLOEXEC");
            passed[0].close();
            try (LinuxStreamSocket adopted = LinuxStreamSocket.adopt(got[0])) {
                assertTrue(adopted.isShared());
                assertEquals(Family.INET, adopted.family());
                Streams.sendAll(adopted, "through the duplicate");
                Streams.assertReceives("through the duplicate", passed[1]);
            }
            Linux.CALLS.close(got[1]);
            passed[1].close();
        }
    }

    @Test
    void numbersArePassed() throws IOException {
        LinuxStreamSocket[] passed = Streams.connected(Family.INET);
        int number = passed[0].fd();
        assertEquals(1, here.sendDescriptorNumbers(Streams.direct("x"), number));
        int[] got = new int[2];
        ByteBuffer buffer = ByteBuffer.allocateDirect(8);
        assertEquals(1, peer.receiveDescriptors(buffer, got));
        assertEquals(OpenDescriptors.target(number), OpenDescriptors.target(got[0]));
        assertEquals(-1, got[1]);
        Linux.CALLS.close(got[0]);
        passed[0].close();
        passed[1].close();
        assertThrows(IllegalArgumentException.class, () -> here.sendDescriptorNumbers(Streams.bytes("x"), -1));
        assertThrows(IllegalArgumentException.class, () -> here.sendDescriptorNumbers(Streams.bytes("x")));
        assertThrows(IllegalArgumentException.class, () -> here.sendDescriptorNumbers(Streams.bytes(""), 1));
        Failure.of("sendmsg", Errno.EBADF, "", () -> here.sendDescriptorNumbers(Streams.bytes("x"), 1 << 30));
    }

    @Test
    void noDescriptorsCame() throws IOException {
        int[] got = {3, 4};
        assertEquals(0, peer.receiveDescriptors(ByteBuffer.allocate(1), got));
        assertArrayEquals(new int[] {-1, -1}, got);
        Streams.sendAll(here, "x");
        assertEquals(1, peer.receiveDescriptors(ByteBuffer.allocateDirect(1), got));
        assertArrayEquals(new int[] {-1, -1}, got);
        here.close();
        assertEquals(-1, peer.receiveDescriptors(ByteBuffer.allocate(1), got));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 8, 20, 252, 253})
    void tooLittleRoomLeaksNothing(int room) throws IOException {
        assumeTrue(room < 253 || !Kernel.hasMusl(), "musl before 1.2.4 sends 252 descriptors at most");
        try (EventFd eventFd = EventFd.create()) {
            Descriptor[] many = new Descriptor[room];
            Arrays.fill(many, eventFd);
            Set<String> before = OpenDescriptors.all();
            here.sendDescriptors(Streams.bytes("x"), many);
            int[] got = new int[room];
            assertEquals(1, peer.receiveDescriptors(ByteBuffer.allocate(1), got));
            assertEquals(room, OpenDescriptors.addedTo(before).size());
            for (int fd : got) {
                assertTrue(OpenDescriptors.target(fd).contains("eventfd"));
                assertEquals(0, Linux.CALLS.close(fd));
            }
            if (room > 1) {
                for (int less : new int[] {1, room / 2, room - 1}) {
                    here.sendDescriptors(Streams.bytes("x"), many);
                    int[] few = new int[less];
                    Failure.of(
                            "recvmsg", Errno.EMSGSIZE, "", () -> peer.receiveDescriptors(ByteBuffer.allocate(1), few));
                    assertEquals(-1, few[0]);
                    assertEquals(Set.of(), OpenDescriptors.addedTo(before));
                }
            }
        }
    }

    @Test
    void refusals() throws IOException {
        EventFd closed = EventFd.create();
        closed.close();
        ByteBuffer one = Streams.bytes("x");
        assertThrows(ClosedChannelException.class, () -> here.sendDescriptors(one, here, closed));
        assertThrows(IllegalArgumentException.class, () -> here.sendDescriptors(one));
        assertThrows(IllegalArgumentException.class, () -> here.sendDescriptors(ByteBuffer.allocate(0), peer));
        assertThrows(IllegalArgumentException.class, () -> here.sendDescriptors(one, new Descriptor[254]));
        assertThrows(IllegalArgumentException.class, () -> peer.receiveDescriptors(one, new int[0]));
        assertThrows(IllegalArgumentException.class, () -> peer.receiveDescriptors(one, new int[254]));
        assertThrows(IllegalArgumentException.class, () -> peer.receiveDescriptors(ByteBuffer.allocate(0), new int[1]));
        assertEquals(1, one.remaining());
        assertEquals(0, peer.receive(ByteBuffer.allocate(1)), "nothing was sent");
        here.close(); // not kept open by the refused calls
        assertEquals(-1, peer.receive(ByteBuffer.allocate(1)));
    }

    @Test
    void fullSocketPassesNothing() throws IOException {
        Streams.fill(here);
        try (EventFd eventFd = EventFd.create()) {
            Set<String> before = OpenDescriptors.all();
            assertEquals(0, here.sendDescriptors(Streams.bytes("x"), eventFd));
            assertEquals(Set.of(), OpenDescriptors.addedTo(before));
        }
    }

    @Test
    void adoptTakesStreamSocketsOnly() throws IOException {
        try (EventFd eventFd = EventFd.create();
                LinuxDatagramSocket datagram = LinuxDatagramSocket.open(Family.INET);
                LinuxStreamListener listener = Streams.listener(Family.INET)) {
            assertThrows(IllegalArgumentException.class, () -> LinuxStreamSocket.adopt(-1));
            assertThrows(IllegalArgumentException.class, () -> LinuxStreamSocket.adopt(datagram.fd()));
            assertThrows(IllegalArgumentException.class, () -> LinuxStreamSocket.adopt(listener.fd()));
            Failure.of("getsockopt", Errno.ENOTSOCK, "", () -> LinuxStreamSocket.adopt(eventFd.fd()));
            Failure.of("getsockopt", Errno.EBADF, "", () -> LinuxStreamSocket.adopt(1_000_000));
            for (Descriptor refused : new Descriptor[] {eventFd, datagram, listener}) {
                assertTrue(OpenDescriptors.isOpen(refused.fd()), "still its owner's");
            }
        }
        int blocking = Linux.CALLS.socket(1, 1, 0);
        assertEquals(0, OpenDescriptors.flags(blocking) & 0x800);
        try (LinuxStreamSocket adopted = LinuxStreamSocket.adopt(blocking)) {
            assertEquals(0x800, OpenDescriptors.flags(blocking) & 0x800, "NONBLOCK");
            assertEquals(Family.UNIX, adopted.family());
        }
        assertFalse(OpenDescriptors.isOpen(blocking));
    }
}
