package dev.pollux.internal.epoll;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/** What the first events of a loop on epoll need. */
final class EpollRehearsal {
    private static final long WAIT_NANOS = 1_000_000; // an event is there already: for the call that takes a time

    /** At a method handle's 128th call, a JDK makes a class for it. */
    private static final int CALLS = 130;

    private static final int NONE = -1; // a descriptor

    private EpollRehearsal() {}

    static void play(ReadinessDispatcher loop, ReadinessCallback callback, ByteBuffer buffer) throws IOException {
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
