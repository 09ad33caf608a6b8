package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Buffers that are views of memory of java.lang.foreign: used while their arena lives, refused after, by any thread. */
@LinuxTest
class ArenaBufferTest {
    /** An arena, by reflection: these tests are compiled for 17. */
    private static AutoCloseable arena(String kind) throws Exception {
        assumeTrue(Runtime.version().feature() >= 22, "java.lang.foreign needs JDK 22");
        return (AutoCloseable)
                Class.forName("java.lang.foreign.Arena").getMethod(kind).invoke(null);
    }

    private static ByteBuffer buffer(AutoCloseable arena) throws Exception {
        Method allocate = Class.forName("java.lang.foreign.Arena").getMethod("allocate", long.class, long.class);
        Object segment = allocate.invoke(arena, 64L, 8L);
        return (ByteBuffer) Class.forName("java.lang.foreign.MemorySegment")
                .getMethod("asByteBuffer")
                .invoke(segment);
    }

    private static void assertRefused(Class<? extends Throwable> type, ByteBuffer dead) throws Exception {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        Streams.sendAll(pair[1], "kept");
        ByteBuffer fine = ByteBuffer.allocateDirect(1);
        assertThrows(type, () -> pair[0].receive(dead));
        assertThrows(type, () -> pair[0].send(dead));
        assertThrows(type, () -> pair[0].receive(new ByteBuffer[] {fine, dead}, 0, 2));
        assertThrows(type, () -> pair[0].send(new ByteBuffer[] {fine, dead}, 0, 2));
        assertThrows(type, () -> pair[0].receiveDescriptors(dead, new int[1]));
        assertThrows(type, () -> pair[0].sendDescriptors(dead, pair[1]));
        assertEquals(0, pair[1].receive(ByteBuffer.allocate(1)), "nothing was sent");
        Streams.assertReceives("kept", pair[0]);
        try (LinuxDatagramSocket socket = LinuxDatagramSocket.open(Family.INET)) {
            socket.bind(Streams.loopback(Family.INET));
            assertThrows(type, () -> socket.receive(dead));
            assertThrows(type, () -> socket.receive(dead, new NativeAddress()));
            assertThrows(type, () -> socket.send(dead, socket.localAddress()));
        }
        pair[0].close();
        pair[1].close();
    }

    @Test
    void closedArena() throws Exception {
        for (String kind : new String[] {"ofConfined", "ofShared"}) {
            AutoCloseable arena = arena(kind);
            ByteBuffer buffer = buffer(arena);
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            buffer.put((byte) 'a').put((byte) 'b').flip();
            assertEquals(2, pair[0].send(buffer));
            assertEquals(2, pair[1].receive(buffer.clear()));
            assertEquals("ab", Streams.text(buffer.flip()));
            buffer.clear();
            arena.close();
            assertRefused(IllegalStateException.class, buffer);
            pair[0].close();
            pair[1].close();
        }
    }

    @Test
    void anotherThreadsArena() throws Exception {
        AutoCloseable arena = arena("ofConfined");
        ByteBuffer buffer = buffer(arena);
        Task.start("arena-", () -> {
                    assertRefused(wrongThreadException(), buffer);
                    return null;
                })
                .get();
        arena.close();
    }

    private static Class<? extends Throwable> wrongThreadException() throws ClassNotFoundException {
        return Class.forName("java.lang.WrongThreadException").asSubclass(Throwable.class); // since 19
    }
}
