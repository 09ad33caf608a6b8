package dev.pollux.linux.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.binding.TestBinding;
import dev.pollux.linux.Family;
import dev.pollux.linux.Garbage;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.LinuxTest;
import dev.pollux.linux.Streams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams' transfers by the address of memory that is the program's own. */
@LinuxTest
class NativeMemoryTest {
    private static final int PARTS = 1500; // more than a call takes

    private LinuxStreamSocket here;
    private LinuxStreamSocket peer;

    @BeforeEach
    void connect() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        here = pair[0];
        peer = pair[1];
    }

    @AfterEach
    void close() {
        here.close();
        peer.close();
    }

    @Test
    void as1024PartsInOneCall() throws IOException {
        ByteBuffer memory = ByteBuffer.allocateDirect(PARTS);
        long[] addresses = new long[PARTS];
        int[] lengths = new int[PARTS];
        for (int i = 0; i < PARTS; i++) {
            memory.put(i, (byte) (i * 7));
            addresses[i] = TestBinding.linux().addressOf(memory) + PARTS - 1 - i; // backwards
            lengths[i] = 1;
        }
        assertEquals(1024, here.send(addresses, lengths, 0, PARTS));
        assertEquals(PARTS - 1024, here.send(addresses, lengths, 1024, PARTS - 1024));
        ByteBuffer room = ByteBuffer.allocateDirect(PARTS);
        for (int i = 0; i < PARTS; i++) {
            addresses[i] = TestBinding.linux().addressOf(room) + i;
        }
        for (int got = 0; got < PARTS; ) {
            int before = got;
            int count = (int) peer.receive(addresses, lengths, before, PARTS - before);
            assertEquals(true, count >= 0 && count <= 1024, () -> count + " of " + (PARTS - before));
            got += count;
        }
        for (int i = 0; i < PARTS; i++) {
            assertEquals((byte) ((PARTS - 1 - i) * 7), room.get(i), "byte " + i);
        }
    }

    @Test
    void whatIsWrongReachesNoSystemCall() {
        long address = TestBinding.linux().addressOf(ByteBuffer.allocateDirect(8));
        assertThrows(IllegalArgumentException.class, () -> here.send(address, -1));
        assertThrows(IllegalArgumentException.class, () -> here.send(0, 1));
        assertThrows(IllegalArgumentException.class, () -> here.receive(0, 1));
        long[] addresses = {address, 0};
        int[] lengths = {1, 1};
        assertThrows(IllegalArgumentException.class, () -> here.send(addresses, lengths, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> here.receive(addresses, lengths, 0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> here.send(addresses, lengths, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> here.send(addresses, new int[1], 0, 2));
    }

    @Test
    void noGarbage() throws IOException {
        ByteBuffer memory = ByteBuffer.allocateDirect(64);
        long address = TestBinding.linux().addressOf(memory);
        long[] addresses = new long[8];
        int[] lengths = new int[8];
        Arrays.setAll(addresses, i -> address + i * 8L);
        Arrays.fill(lengths, 8);
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        try (LinuxStreamSocket one = pair[0];
                LinuxStreamSocket two = pair[1]) {
            Garbage.assertNone(rounds -> {
                for (int i = 0; i < rounds; i++) {
                    assertEquals(64, one.send(addresses, lengths, 0, 8));
                    assertEquals(64, two.receive(address, 64));
                    assertEquals(64, two.send(address, 64));
                    assertEquals(64, one.receive(addresses, lengths, 0, 8));
                }
            });
        }
    }
}
