package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** No garbage on the way of a message: a server's pauses come from there. */
@LinuxTest
class AllocationTest {
    @Test
    void streamMessages() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        try (Epoll epoll = Epoll.create()) {
            EpollEvents events = new EpollEvents(4);
            epoll.add(pair[1], Epoll.IN, 1);
            ByteBuffer heap = ByteBuffer.allocate(64);
            ByteBuffer direct = ByteBuffer.allocateDirect(64);
            Garbage.assertNone(rounds -> {
                for (int i = 0; i < rounds; i++) {
                    pair[0].send(i % 2 == 0 ? heap.clear() : direct.clear());
                    assertEquals(1, epoll.await(events, 1_000_000));
                    assertEquals(64, pair[1].receive(i % 4 < 2 ? heap.clear() : direct.clear()));
                    epoll.await(events, 0);
                }
            });
        }
        pair[0].close();
        pair[1].close();
    }

    @Test
    void scatterAndGather() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        ByteBuffer[] buffers = {ByteBuffer.allocate(16), ByteBuffer.allocateDirect(16)};
        Garbage.assertNone(rounds -> {
            for (int i = 0; i < rounds; i++) {
                buffers[0].clear();
                buffers[1].clear();
                pair[0].send(buffers, 0, 2);
                buffers[0].clear();
                buffers[1].clear();
                assertEquals(32, pair[1].receive(buffers, 0, 2));
            }
        });
        pair[0].close();
        pair[1].close();
    }

    @Test
    void wakeupsAndTimersAndInterest() throws IOException {
        try (Epoll epoll = Epoll.create();
                EventFd eventFd = EventFd.create();
                TimerFd timer = TimerFd.create(TimerFd.Clock.MONOTONIC)) {
            epoll.add(eventFd, Epoll.IN, 1);
            Garbage.assertNone(rounds -> {
                for (int i = 0; i < rounds; i++) {
                    eventFd.add(1);
                    eventFd.take();
                    timer.arm(1_000_000_000, 0);
                    epoll.modify(eventFd, Epoll.IN, i);
                }
            });
        }
    }

    @Test
    void datagrams() throws IOException {
        try (LinuxDatagramSocket server = LinuxDatagramSocket.open(Family.UNIX);
                LinuxDatagramSocket client = LinuxDatagramSocket.open(Family.UNIX)) {
            server.bind(UnixAddress.UNNAMED);
            client.bind(UnixAddress.UNNAMED);
            NativeAddress to = new NativeAddress();
            to.set(server.localAddress(), Family.UNIX);
            NativeAddress from = new NativeAddress();
            ByteBuffer buffer = ByteBuffer.allocateDirect(32);
            DatagramBatch batch = new DatagramBatch(2, 32);
            Garbage.assertNone(rounds -> {
                for (int i = 0; i < rounds / 2; i++) {
                    client.send(buffer.clear(), to);
                    assertEquals(32, server.receive(buffer.clear(), from));
                    client.send(buffer.clear(), to);
                    assertEquals(1, server.receive(batch));
                    server.send(batch, 0, 1);
                    client.receive(buffer.clear());
                }
            });
        }
    }
}
