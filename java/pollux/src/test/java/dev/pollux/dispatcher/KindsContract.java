package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** All kinds of sources in one loop; and the loop while none of them has anything to tell. */
abstract class KindsContract extends DispatcherContract {
    @TempDir
    Path directory;

    private final Map<String, Integer> told = new TreeMap<>();
    private final Map<String, Integer> expected = new TreeMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(16);

    KindsContract(Backend backend) {
        super(backend);
    }

    private void stream(String kind, SocketAddress address) throws Exception {
        StreamListener listener = dispatcher.listen(address, socket -> {
            opened(socket);
            dispatcher.register(socket, Interest.READ, (registration, readiness) -> {
                if (socket.read(buffer.clear()) > 0) {
                    told.merge(kind, 1, Integer::sum);
                }
            });
        });
        peer(listener).write(ByteBuffer.allocate(1));
        expected.put(kind, 1);
    }

    private static boolean hasIpv6() {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress("::1", 0));
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private void openAll() throws Exception {
        stream("IPv4", new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        if (hasIpv6()) {
            stream("IPv6", new InetSocketAddress("::1", 0));
        }
        if (!OS.WINDOWS.isCurrentOs()) { // Wine has none, and Windows is not asked for them here
            stream("Unix", UnixDomainSocketAddress.of(directory.resolve("socket")));
        }
        UdpSocket datagrams = opened(dispatcher.openUdpSocket());
        datagrams.bind(loopback());
        dispatcher.register(datagrams, Interest.READ, (registration, readiness) -> {
            while (datagrams.receive(buffer.clear())) {
                told.merge("UDP", 1, Integer::sum);
            }
        });
        opened(DatagramChannel.open()).send(ByteBuffer.allocate(1), datagrams.localAddress());
        expected.put("UDP", 1);
        Pipe pipe = Pipe.open();
        opened(pipe.sink()).write(ByteBuffer.allocate(1));
        opened(pipe.source()).configureBlocking(false);
        dispatcher.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {
            if (pipe.source().read(buffer.clear()) > 0) {
                told.merge("pipe", 1, Integer::sum);
            }
        });
        expected.put("pipe", 1);
    }

    @Test
    void allMixInOneLoop() throws Exception {
        openAll();
        turnUntil("each is told", () -> told.equals(expected));
        dispatcher.runOnce(MILLI);
        assertEquals(expected, told);
        assertNoReports();
    }

    @Test
    void anIdleLoopUsesNoProcessor() throws Exception {
        openAll();
        turnUntil("each is told", () -> told.equals(expected));
        long startNanos = System.nanoTime();
        long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long waitsBefore = dispatcher.counters().waits();
        while (System.nanoTime() - startNanos < 100 * MILLI) {
            dispatcher.runOnce(100 * MILLI);
        }
        long waits = dispatcher.counters().waits() - waitsBefore;
        long cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore;
        assertTrue(waits <= 3, waits + " waits: it spins");
        assertTrue(cpuNanos < 50 * MILLI, cpuNanos + " ns of the processor in 100 ms without anything to do");
    }
}
