package dev.pollux;

import dev.pollux.linux.BusyPoll;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.EpollEvents;
import dev.pollux.linux.Errno;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.linux.StreamListener;
import dev.pollux.linux.StreamSocket;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A readiness port on epoll.
 *
 * <p>Its eventfd is registered edge-triggered and never read: each write to it ends a wait, and nothing has to be reset.
 */
final class EpollPort extends ReadinessPort {
    private static final long WAKEUP_DATA = -1; // a slot's data is never negative
    private static final int FIRST_BATCH = 128;

    private static final Set<Capability> CAPABILITIES = Set.of(Capability.values());

    private final Epoll epoll;
    private EpollEvents events = new EpollEvents(FIRST_BATCH);
    private final EventFd wakeup;
    private final SlotTable slots = new SlotTable();

    EpollPort(Selection selection) throws IOException {
        super(selection);
        epoll = Epoll.create();
        try {
            wakeup = EventFd.create();
        } catch (IOException | RuntimeException e) {
            epoll.close();
            throw e;
        }
        try {
            epoll.add(wakeup, Epoll.IN | Epoll.ET, WAKEUP_DATA);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    String detail() {
        return ", waits by " + epoll.waitMethod();
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public dev.pollux.StreamListener openListener() throws IOException {
        try {
            return new EpollListener(openForBoth());
        } catch (SystemCallException e) {
            if (e.code() != Errno.EAFNOSUPPORT) {
                throw e;
            }
            return new EpollListener(StreamListener.open(Family.INET)); // a system without IPv6
        }
    }

    /** An IPv6 socket that takes IPv4 too, whatever the system's default is (net.ipv6.bindv6only). */
    private static StreamListener openForBoth() throws IOException {
        StreamListener listener = StreamListener.open(Family.INET6);
        try {
            listener.setOption(LinuxSocketOptions.IPV6_V6ONLY, false);
            return listener;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    @Override
    public dev.pollux.StreamSocket connect(InetSocketAddress remote) throws IOException {
        StreamSocket socket = StreamSocket.open(Family.of(remote));
        try {
            socket.connect(remote);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        return new EpollSocket(socket);
    }

    @Override
    public FileSource openFile(Path path) throws IOException {
        return new EpollFileSource(LinuxFile.open(path));
    }

    @Override
    Registration newRegistration(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) {
        return new EpollRegistration(this, source, interest, mode, callback);
    }

    @Override
    void add(Registration added) throws IOException {
        EpollRegistration registration = (EpollRegistration) added;
        int mask = registration.arm();
        long data = slots.put(registration);
        try {
            if (mask != EpollRegistration.NOT_ADDED) {
                tellAdded(registration, mask);
            } else if (!isOpen()) {
                throw new ClosedChannelException();
            }
        } catch (IOException | RuntimeException e) {
            slots.remove(data);
            throw e;
        }
    }

    void tellAdded(EpollRegistration registration, int mask) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        epoll.add(EpollRegistration.descriptor(registration.source()), mask, registration.data());
    }

    void tellDeleted(EpollRegistration registration) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        epoll.delete(EpollRegistration.descriptor(registration.source()));
    }

    void modify(EpollRegistration registration, int mask) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        epoll.modify(EpollRegistration.descriptor(registration.source()), mask, registration.data());
    }

    /** Takes a registration out. The kernel does so itself for a descriptor that closes and has no duplicate. */
    void remove(EpollRegistration registration, boolean sourceCloses) {
        slots.remove(registration.data());
        var descriptor = EpollRegistration.descriptor(registration.source());
        boolean isToldToo = !sourceCloses || descriptor.isShared();
        counters.addShared(isToldToo ? LoopCounters.CONTROL_CALLS : LoopCounters.CONTROL_CALLS_SAVED, 1);
        if (isToldToo) {
            try {
                epoll.delete(descriptor);
            } catch (IOException e) {
                // It is out: closed by another thread meanwhile, or with the port.
            }
        }
    }

    @Override
    int await(long timeoutNanos) throws IOException {
        return epoll.await(events, timeoutNanos);
    }

    @Override
    int deliver(int ready) {
        int delivered = 0;
        for (int i = 0; i < ready; i++) {
            EpollRegistration registration = slots.get(events.data(i));
            if (registration == null || !registration.isOpen()) {
                continue; // a wakeup, or closed since the kernel reported it
            }
            int readiness = registration.fired(events.events(i));
            if (readiness != 0) {
                deliver(registration, readiness);
                delivered++;
            }
        }
        return delivered;
    }

    @Override
    void signal() {
        try {
            if (!wakeup.add(1)) { // the counter is full, after 2^64 wakeups
                wakeup.take();
                wakeup.add(1);
            }
        } catch (IOException e) {
            // Closed: there is no wait to end.
        }
    }

    @Override
    void maxEvents(int count) {
        events = new EpollEvents(Math.min(count, FIRST_BATCH), count);
    }

    @Override
    void busyPoll(BusyPoll parameters) throws IOException {
        epoll.busyPoll(parameters);
    }

    @Override
    int sourceCount() {
        return slots.count();
    }

    @Override
    public boolean isOpen() {
        return epoll.isOpen();
    }

    @Override
    List<Registration> registrations() {
        return slots.list();
    }

    @Override
    List<Registration> closePort() {
        epoll.close();
        wakeup.close();
        return slots.list();
    }
}
