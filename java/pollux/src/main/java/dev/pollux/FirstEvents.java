package dev.pollux;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
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
        try (Dispatcher loop = Dispatcher.builder().backend(backend).open()) {
            BufferChecks.checkWritable(buffer);
            if (backend == Backend.EPOLL) {
                Epoll.rehearse(loop, this);
            }
            loop.schedule(1, this);
            loop.execute(this);
            loop.runOnce(0);
        }
    }

    /** Apart, or the classes of epoll would be loaded for nio, too. */
    private static final class Epoll {
        /** After some two hundred calls, HotSpot compiles what is interpreted. */
        private static final int CALLS = 300;

        private static final int NONE = -1; // a descriptor

        static void rehearse(Dispatcher loop, FirstEvents callback) throws IOException {
            ByteBuffer buffer = callback.buffer;
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            try (EpollSocket first = new EpollSocket(pair[0], false);
                    EpollSocket second = new EpollSocket(pair[1], false);
                    EventFd wakeup = EventFd.create();
                    LinuxStreamListener listener = LinuxStreamListener.open(Family.UNIX)) {
                wakeup.add(1);
                first.write(buffer);
                loop.register(second, Interest.READ, TriggerMode.LEVEL, callback);
                loop.runOnce(WAIT_NANOS);
                failsToAccept(listener);
            }
            repeatCalls(BindingRegistry.linuxCalls());
        }

        /**
         * A call by ffm goes through a dozen methods, which takes 10 us and more until they are compiled. They are shared by
         * the calls of as many arguments: accept4, epoll_ctl, recv and send have four, setsockopt has five. A server's
         * first burst of connections would be late by milliseconds. These calls fail at once, with EBADF.
         */
        private static void repeatCalls(LinuxCalls calls) {
            for (int i = 0; i < CALLS; i++) {
                calls.epollCtl(NONE, 0, NONE, 0);
                if (i % 2 == 0) {
                    calls.setsockopt(NONE, 0, 0, 0, 0);
                }
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

    @Override
    public void run() {
        // A task, or a timer: to be run is all.
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) throws IOException {
        ((StreamSocket) registration.source()).read(buffer.clear());
    }
}
