package dev.pollux.internal.backends;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.internal.epoll.EpollSocket;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.nio.NioSocket;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Makes ready what a loop's first events need: their classes are loaded, and their calls linked, before the first port of a
 * backend is opened, and not while clients wait and timers are due. A loop is turned for that, with a timer, a task and, on
 * epoll, a pair of sockets of its own. Nothing of it stays.
 */
final class FirstEvents implements Runnable, ReadinessCallback {
    private static final long WAIT_NANOS = 1_000_000; // an event is there already: for the call that takes a time

    private static final AtomicIntegerArray BEGUN = new AtomicIntegerArray(Backend.values().length);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1);

    private FirstEvents() {}

    static void makeReady(Backend backend) {
        if (!BEGUN.compareAndSet(backend.ordinal(), 0, 1)) {
            return;
        }
        try {
            new FirstEvents().rehearse(backend);
        } catch (Throwable e) {
            // What is not ready is made ready when it is needed. If that can't be, it is told then.
        }
    }

    private void rehearse(Backend backend) throws IOException {
        try (ReadinessDispatcher loop =
                ReadinessDispatcher.builder().backend(backend).open()) {
            BufferChecks.checkWritable(buffer);
            loop.schedule(1, this);
            loop.execute(this);
            loop.runOnce(0);
            if (backend == Backend.EPOLL) {
                Epoll.rehearse(loop, this);
            } else {
                Nio.rehearse(loop, this);
            }
        }
    }

    /** Apart, or the classes of epoll would be loaded for nio, too. */
    private static final class Epoll {
        /** At a method handle's 128th call, a JDK makes a class for it. */
        private static final int CALLS = 130;

        private static final int NONE = -1; // a descriptor

        static void rehearse(ReadinessDispatcher loop, FirstEvents callback) throws IOException {
            ByteBuffer buffer = callback.buffer;
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            try (EpollSocket first = new EpollSocket(pair[0], false);
                    EpollSocket second = new EpollSocket(pair[1], false);
                    EventFd wakeup = EventFd.create();
                    LinuxStreamListener listener = LinuxStreamListener.open(Family.UNIX)) {
                wakeup.add(1);
                first.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                first.write(buffer);
                loop.register(second, Interest.READ, TriggerMode.LEVEL, callback);
                loop.runOnce(WAIT_NANOS);
                failsToAccept(listener);
            }
            repeatCalls(BindingRegistry.linuxCalls(), buffer);
        }

        /**
         * A call by ffm goes through a dozen methods, which takes 10 us and more until they are compiled. And each call's
         * handle gets a class of its own when it is called again and again: a server's first burst of connections would be late
         * by milliseconds for that. These calls fail at once, with EBADF.
         */
        private static void repeatCalls(LinuxCalls calls, ByteBuffer buffer) {
            for (int i = 0; i < CALLS; i++) {
                calls.addressOf(buffer);
                calls.accept4(NONE, 0, 0, 0);
                calls.setsockopt(NONE, 0, 0, 0, 0);
                calls.epollCtl(NONE, 0, NONE, 0);
                calls.recv(NONE, 0, 0, 0);
                calls.send(NONE, 0, 0, 0);
                calls.epollPwait2(NONE, 0, 0, 0);
                calls.epollWait(NONE, 0, 0, 0);
            }
        }

        /** The call is made all the same. */
        private static void failsToAccept(LinuxStreamListener listener) {
            try {
                listener.accept();
            } catch (IOException e) {
                // It does not listen.
            }
        }
    }

    /** Apart as well. */
    private static final class Nio {
        static void rehearse(ReadinessDispatcher loop, FirstEvents callback) throws IOException {
            SocketChannel channel = SocketChannel.open();
            try (NioSocket socket = new NioSocket(channel)) {
                channel.configureBlocking(false);
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                loop.register(socket, Interest.READ, TriggerMode.LEVEL, callback);
                loop.runOnce(WAIT_NANOS);
            }
        }
    }

    @Override
    public void run() {
        // A task, or a timer: to be run is all.
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) throws IOException {
        StreamSocket socket = (StreamSocket) registration.source();
        try {
            socket.read(buffer.clear());
        } catch (NotYetConnectedException e) {
            socket.close(); // it was not to be connected
        }
    }
}
