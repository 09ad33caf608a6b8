package dev.pollux.internal.readiness;

import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.AcceptSetup;
import dev.pollux.readiness.GroupListener;
import dev.pollux.readiness.Spread;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The listeners of a group on one address, and how what they accept is spread. */
final class GroupListenerWork implements GroupListener {
    private final Spread spread;
    private final List<ReadinessLoop> loops;
    private final List<AcceptCallback> callbacks = new ArrayList<>();
    private final List<StreamListener> listeners = new ArrayList<>();

    // For handing over. The first loop's own, but for the counts.
    private final List<AtomicInteger> underWay = new ArrayList<>();
    private int next;

    private GroupListenerWork(Spread spread, List<ReadinessLoop> loops) {
        this.spread = spread;
        this.loops = loops;
    }

    static GroupListenerWork open(SocketAddress address, Spread asked, List<ReadinessLoop> loops, AcceptSetup setup)
            throws IOException {
        GroupListenerWork group = new GroupListenerWork(choose(address, asked, loops), loops);
        try {
            for (ReadinessLoop loop : loops) {
                group.callbacks.add(setup.setUp(loop));
                group.underWay.add(new AtomicInteger());
            }
            group.listen(address);
            return group;
        } catch (Throwable e) {
            group.close();
            throw e;
        }
    }

    private static Spread choose(SocketAddress address, Spread asked, List<ReadinessLoop> loops) {
        boolean isUnix = AbstractReadinessPort.isUnix(address);
        if (asked == Spread.AUTO) {
            return isLinux() && !isUnix && loops.size() > 1 ? Spread.REUSE_PORT : Spread.ROUND_ROBIN;
        }
        if (asked == Spread.REUSE_PORT && !isLinux()) {
            throw new UnsupportedOperationException(
                    "spread REUSE_PORT needs Linux: this system does not balance a shared port");
        }
        if (asked == Spread.REUSE_PORT && isUnix) {
            throw new UnsupportedOperationException(
                    "spread REUSE_PORT is TCP's: a Unix socket has no port, " + address);
        }
        if (asked == Spread.EXCLUSIVE && !loops.get(0).port().supports(TriggerMode.EXCLUSIVE)) {
            throw new UnsupportedOperationException("spread EXCLUSIVE is not available on backend "
                    + loops.get(0).backend());
        }
        return asked;
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private void listen(SocketAddress address) throws IOException {
        switch (spread) {
            case REUSE_PORT -> {
                for (int i = 0; i < loops.size(); i++) {
                    bind(loops.get(i), i == 0 ? address : localInetAddress());
                }
                // Once all are bound, or the first would be dealt everything that comes meanwhile.
                for (int i = 0; i < loops.size(); i++) {
                    loops.get(i).listen(listeners.get(i), callbacks.get(i));
                }
            }
            case EXCLUSIVE -> {
                StreamListener listener = bind(loops.get(0), address);
                for (int i = 0; i < loops.size(); i++) {
                    Acceptor.start(loops.get(i), listener, TriggerMode.EXCLUSIVE, callbacks.get(i));
                }
            }
            default ->
                loops.get(0).listen(bind(loops.get(0), address), loops.size() == 1 ? callbacks.get(0) : this::handOver);
        }
    }

    private StreamListener bind(ReadinessLoop loop, SocketAddress address) throws IOException {
        StreamListener listener = AbstractReadinessPort.isUnix(address)
                ? loop.openListener(StandardProtocolFamily.UNIX)
                : loop.openListener();
        listeners.add(listener);
        if (spread == Spread.REUSE_PORT) {
            listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        listener.bind(address, StreamListener.MAX_BACKLOG);
        return listener;
    }

    private void handOver(StreamSocket socket) throws Exception {
        int index = spread == Spread.ROUND_ROBIN ? next : least();
        next = (index + 1) % loops.size();
        ReadinessLoop loop = loops.get(index);
        AcceptCallback callback = callbacks.get(index);
        if (index == 0) {
            callback.onAccept(socket);
            return;
        }
        AtomicInteger count = underWay.get(index);
        count.incrementAndGet();
        try {
            loop.execute(() -> {
                try {
                    callback.onAccept(socket);
                } catch (Throwable e) {
                    socket.close();
                    loop.report(listeners.get(0), e); // as the acceptor does for the first loop
                } finally {
                    count.decrementAndGet();
                }
            });
        } catch (Throwable e) { // it is closed, or there is no memory
            count.decrementAndGet();
            throw e; // the acceptor closes the socket
        }
    }

    /** The loop with the fewest sources, and of several the next in turn. */
    private int least() {
        int found = next;
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < loops.size(); i++) {
            int index = (next + i) % loops.size();
            // What was handed over is not registered yet. The listener itself is a source of the first.
            long sources =
                    loops.get(index).roughSourceCount() + underWay.get(index).get() - (index == 0 ? 1 : 0);
            if (sources < fewest) {
                fewest = sources;
                found = index;
            }
        }
        return found;
    }

    @Override
    public Spread spread() {
        return spread;
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return listeners.get(0).localAddress();
    }

    @Override
    public InetSocketAddress localInetAddress() throws IOException {
        return listeners.get(0).localInetAddress();
    }

    @Override
    public void close() {
        listeners.forEach(StreamListener::close);
    }

    @Override
    public String toString() {
        return "GroupListener[" + listeners + ", " + spread + "]";
    }
}
