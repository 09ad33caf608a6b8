package dev.pollux.benchmarks.windows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** What a watcher of sockets is asked in a round, and how long it took. Its connections are its own. */
final class ReadinessScenes {
    private static final int WAKEUPS = 500;
    private static final int CHANGES = 2_000;

    private final Watcher watcher;
    private final SocketChannel[] watched;
    private final SocketChannel[] peers;
    private final ByteBuffer octet = ByteBuffer.allocateDirect(1);

    ReadinessScenes(Watcher watcher, int connections) throws IOException {
        this.watcher = watcher;
        watched = new SocketChannel[connections];
        peers = new SocketChannel[connections];
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
            for (int i = 0; i < connections; i++) {
                peers[i] = SocketChannel.open(listener.getLocalAddress());
                watched[i] = listener.accept();
                watched[i].configureBlocking(false);
                watcher.add(watched[i]);
            }
        }
        watcher.poll(0);
    }

    Watcher watcher() {
        return watcher;
    }

    /** {@return nanoseconds an event: so many connections have a byte, which is read in the callback} */
    double ready(int count) throws IOException {
        int step = watched.length / count;
        for (int i = 0; i < count; i++) {
            octet.clear();
            while (octet.hasRemaining()) {
                peers[i * step].write(octet);
            }
        }
        long told = watcher.told() + count;
        long beginNanos = System.nanoTime();
        while (watcher.told() < told) {
            watcher.poll(-1);
        }
        return (System.nanoTime() - beginNanos) / (double) count;
    }

    /** {@return nanoseconds a registration with its end, each with a poll between them} */
    double registrations(int count) throws IOException {
        List<SocketChannel> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
            fresh.add(channel);
        }
        long beginNanos = System.nanoTime();
        for (SocketChannel channel : fresh) {
            watcher.add(channel);
        }
        watcher.poll(0);
        for (SocketChannel channel : fresh) {
            watcher.remove(channel);
        }
        watcher.poll(0);
        long nanos = System.nanoTime() - beginNanos;
        for (SocketChannel channel : fresh) {
            channel.close();
        }
        watcher.poll(0);
        return nanos / (double) count;
    }

    /** {@return nanoseconds a change of interest that the system learns of} */
    double changes() throws IOException {
        int count = Math.min(CHANGES, watched.length);
        long beginNanos = System.nanoTime();
        for (int i = 0; i < count; i++) {
            watcher.change(watched[i], false);
        }
        watcher.poll(0);
        for (int i = 0; i < count; i++) {
            watcher.change(watched[i], true);
        }
        watcher.poll(0);
        return (System.nanoTime() - beginNanos) / (2.0 * count);
    }

    /** {@return nanoseconds from a wakeup of a sleeping thread to its return, and back} */
    double wakeups() throws IOException, InterruptedException {
        int[] answers = new int[1];
        Object turn = new Object();
        Thread waker = new Thread(() -> {
            for (int i = 0; i < WAKEUPS; i++) {
                watcher.wakeup();
                synchronized (turn) {
                    while (answers[0] <= i) {
                        try {
                            turn.wait();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                }
            }
        });
        long beginNanos = System.nanoTime();
        waker.start();
        for (int i = 0; i < WAKEUPS; i++) {
            watcher.poll(-1);
            synchronized (turn) {
                answers[0]++;
                turn.notifyAll();
            }
        }
        waker.join();
        return (System.nanoTime() - beginNanos) / (double) WAKEUPS;
    }
}
