package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.LinuxSocketOptions.SolSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Answers that are shorter than what this kernel gives: they are read by their length. The rest of the memory holds what an
 * earlier call left there.
 */
@LinuxTest
class ShortAnswersTest {
    private static final int OF_EARLIER = 0x5A5A_5A5A;

    @BeforeEach
    void anEarlierCallsAnswerIsThere() {
        ByteBuffer memory = Scratch.get();
        for (int at = 0; at < Scratch.IOVECS; at += 4) {
            memory.putInt(at, OF_EARLIER);
        }
    }

    /** Asked for 32 bytes, a kernel gives the eight fields that one has which does not count drops yet. */
    @Test
    void memoryInfoWithoutTheCounterOfDrops() throws IOException {
        try (LinuxDatagramSocket socket = LinuxDatagramSocket.open(Family.INET)) {
            UnsupportedOperationException refusal =
                    assertThrows(UnsupportedOperationException.class, () -> socket.droppedDatagrams(8 * 4));
            assertTrue(refusal.getMessage().contains("32 bytes"), refusal::getMessage);
            assertEquals(0, socket.droppedDatagrams());
        }
    }

    @Test
    void tcpInfoOfOlderKernels() {
        ByteBuffer memory = ByteBuffer.allocate(300).order(ByteOrder.nativeOrder());
        for (int at = 0; at < 300; at++) {
            memory.put(at, (byte) 1);
        }
        TcpInfo info = new TcpInfo();
        assertEquals(0, info.lengthBytes());
        info.set(memory, 8, 292);
        assertEquals(192, info.lengthBytes());
        assertEquals(0x0101_0101_0101_0101L, info.deliveryRateBytesPerSecond());
        info.set(memory, 8, 104); // Linux 2.6
        assertEquals(104, info.lengthBytes());
        assertEquals(0x0101_0101, info.totalRetransmittedSegments());
        assertEquals(0, info.pacingRateBytesPerSecond() | info.bytesAcked() | info.bytesReceived());
        assertEquals(0, info.notSentBytes() | info.minRttMicros() | info.deliveryRateBytesPerSecond());
        info.set(memory, 8, 147); // of no kernel: half a field is none
        assertEquals(144, info.lengthBytes());
        assertEquals(0, info.notSentBytes());
        info.set(memory, 8, 0);
        assertEquals(0, info.state());
    }

    @Test
    void numbersOfOptions() throws IOException {
        ByteBuffer memory = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        memory.put(0, (byte) 200).put(1, (byte) 3);
        LinuxSocketOption<Integer> number = LinuxSocketOption.ofInt("N", 0, 1);
        assertEquals(200, number.get(memory, 0, 1));
        assertEquals(200 + 3 * 256, number.get(memory, 0, 4));
        assertEquals(false, LinuxSocketOption.ofBoolean("B", 0, 1).get(memory, 8, 1));
        assertEquals(100, LinuxSocketOption.ofDoubled("D", 0, 1).get(memory, 0, 1));
        for (int length : new int[] {0, 2, 3, 8}) {
            IOException refusal = assertThrows(IOException.class, () -> number.get(memory, 0, length));
            assertTrue(refusal.getMessage().contains("value of N has " + length + " bytes"), refusal::getMessage);
        }
        assertThrows(
                IOException.class, () -> LinuxSocketOption.ofLinger("L", 0, 1).get(memory, 0, 4));
    }

    /** IP_OPTIONS has none here, so its answer is empty; a struct linger has two ints. */
    @Test
    void optionsThatAreNoNumber() throws IOException {
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
            assertThrows(IOException.class, () -> socket.getOption(LinuxSocketOption.ofInt("IP_OPTIONS", 0, 4)));
            assertThrows(IOException.class, () -> socket.getOption(LinuxSocketOption.ofInt("SO_LINGER", 1, 13)));
            assertEquals("", socket.getOption(LinuxSocketOption.ofText("IP_OPTIONS", 0, 4)));
        }
    }

    /** SO_TYPE has four bytes and is asked for eight. */
    @Test
    void fewerBytesThanAFixedValueHas() throws IOException {
        try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
            IOException refusal = assertThrows(
                    IOException.class,
                    () -> socket.getWhole("SO_TYPE", SolSocket.LEVEL, SolSocket.TYPE, Scratch.CONTROL, 8));
            assertTrue(refusal.getMessage().contains("gave 4 bytes of SO_TYPE"), refusal::getMessage);
            assertEquals(0, socket.takeError());
        }
    }

    @Test
    void addresses() {
        ByteBuffer memory = ByteBuffer.allocate(Sockaddr.SIZE).order(ByteOrder.nativeOrder());
        for (Family family : new Family[] {Family.INET, Family.INET6}) {
            memory.putShort(0, (short) family.code);
            int whole = family == Family.INET ? 16 : 28;
            for (int length : new int[] {2, 4, whole - 1}) {
                assertThrows(IllegalArgumentException.class, () -> Sockaddr.get(memory, 0, length));
            }
            Sockaddr.get(memory, 0, whole);
        }
        memory.putShort(0, (short) Family.UNIX.code).putShort(2, (short) 0x6161);
        assertEquals(UnixAddress.UNNAMED, Sockaddr.get(memory, 0, 2));
        assertEquals("a", ((UnixAddress) Sockaddr.get(memory, 0, 3)).name());
        assertEquals("aa", ((UnixAddress) Sockaddr.get(memory, 0, 128)).name());
    }
}
