package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that prints how many bytes of the Java heap one idle registration keeps: what is used after a full collection with
 * many of them less what was before, divided. Arguments: the contestant, how many, and {@code registration}, for that alone, or
 * {@code socket}, for all that a registered UDP socket keeps.
 *
 * <p>Callbacks and attachments are one object for all, but Netty's handle, without which it registers nothing.
 */
final class HeapOfRegistrations {
    private HeapOfRegistrations() {}

    private interface Loop {
        /** Opens a socket, and returns it. */
        Object open() throws IOException;

        void register(Object socket) throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        String contestant = arguments[0];
        int count = Integer.parseInt(arguments[1]);
        boolean all = arguments[2].equals("socket");
        if (!all && !arguments[2].equals("registration")) {
            throw new IllegalArgumentException(arguments[2]);
        }
        Loop loop = loop(contestant);
        List<Object> sockets = new ArrayList<>(count + 1);
        sockets.add(loop.open());
        loop.register(sockets.get(0)); // what is made once
        long before = used();
        for (int i = 1; i <= count; i++) {
            sockets.add(loop.open());
        }
        if (!all) {
            before = used();
        }
        for (int i = 1; i <= count; i++) {
            loop.register(sockets.get(i));
        }
        long after = used();
        Reference.reachabilityFence(sockets);
        Reference.reachabilityFence(loop);
        System.out.println((double) (after - before) / count);
    }

    private static Loop loop(String contestant) throws IOException {
        if (Pollux.take(contestant)) {
            return new OfPollux(ReadinessPort.open());
        }
        return switch (contestant) {
            case Contestants.JDK_CONSUMER -> new OfJdk(Selector.open());
            case Contestants.NETTY_EPOLL ->
                new OfNetty(new ManualIoEventLoop(Thread.currentThread(), EpollIoHandler.newFactory()));
            default -> throw new IllegalArgumentException(contestant);
        };
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record OfPollux(ReadinessPort port) implements Loop {
        private static final ReadinessCallback NOTHING = (registration, readiness) -> {};

        @Override
        public Object open() throws IOException {
            return port.openUdpSocket();
        }

        @Override
        public void register(Object socket) throws IOException {
            port.register((UdpSocket) socket, Interest.READ, TriggerMode.LEVEL, NOTHING);
        }
    }

    private record OfJdk(Selector selector) implements Loop {
        @Override
        public Object open() throws IOException {
            return DatagramChannel.open().configureBlocking(false);
        }

        @Override
        public void register(Object socket) throws IOException {
            ((DatagramChannel) socket).register(selector, SelectionKey.OP_READ);
            selector.selectNow(); // which tells epoll
        }
    }

    private record OfNetty(ManualIoEventLoop loop) implements Loop {
        @Override
        public Object open() {
            return Socket.newSocketDgram();
        }

        @Override
        public void register(Object socket) {
            NettyHandle.register(loop, new NettyHandle((Socket) socket)).submit(EpollIoOps.EPOLLIN);
        }
    }
}
