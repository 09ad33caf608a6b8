package dev.pollux;

import dev.pollux.internal.backends.Selection;
import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.internal.text.Log;
import dev.pollux.linux.Descriptor;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.EpollEvents;
import dev.pollux.linux.Errno;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.UnixAddress;
import dev.pollux.system.BusyPoll;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A readiness port on epoll.
 *
 * <p>Its eventfd is registered edge-triggered and never read: each write to it ends a wait, and nothing has to be reset.
 */
public final class EpollPort extends AbstractReadinessPort {
    private static final long WAKEUP_DATA = -1; // a slot's data is never negative
    private static final int FIRST_BATCH = 128;
    private static final int FIRST_SWEEP = 64;

    /** Of a loop that gets events without end, and can't end them now. */
    static final long PAUSE_NANOS = 1_000_000;

    private static final Set<Capability> CAPABILITIES = Set.of(Capability.values());

    private final EpollSet set;
    private EpollEvents events = new EpollEvents(FIRST_BATCH);
    private final EventFd wakeup;
    private final SlotTable slots = new SlotTable();
    private final BorrowedNumbers numbers;
    private final Strangers strangers = new Strangers();
    private boolean rebuildTold; // the polling thread's own, as are the next three
    private boolean noRebuildTold;
    private Throwable noRebuildCause; // of the last that failed, since the last that did not
    private boolean noRebuild; // the last attempt has failed

    // When to look for foreign sources that were closed; guarded by the lock.
    private final Object sweepLock = new Object();
    private int foreignAdds;
    private int sweepAfter = FIRST_SWEEP;

    /** Of the type of all ports: else the JVM would load this class, to check it, where the other is opened. */
    public static AbstractReadinessPort open(Selection selection) throws IOException {
        return new EpollPort(selection);
    }

    EpollPort(Selection selection) throws IOException {
        super(selection);
        FirstFailure.isReady(); // loads the class: there may be no descriptor for that when it is asked
        wakeup = EventFd.create();
        try {
            set = new EpollSet(wakeup, WAKEUP_DATA);
            numbers = new BorrowedNumbers(set);
        } catch (Throwable e) {
            wakeup.close();
            throw e;
        }
    }

    @Override
    String detail() {
        return ", waits by " + set.get().waitMethod();
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    AbstractPollable source(SelectableChannel channel) throws IOException {
        return new EpollChannelSource(channel);
    }

    @Override
    AbstractPollable source(OpenDescriptor descriptor) {
        if (descriptor instanceof Descriptor its) {
            return new EpollDescriptorSource(its);
        }
        throw new IllegalArgumentException("not a descriptor of Linux, which is all that epoll takes: " + descriptor);
    }

    @Override
    AbstractPollable source(int fd) {
        return new EpollDescriptorSource(fd);
    }

    @Override
    void sweep() {
        synchronized (sweepLock) {
            if (++foreignAdds < sweepAfter) {
                return;
            }
            foreignAdds = 0;
            // As many as are alive, or the table would grow; an eighth of the table, or a sweep would be dear.
            sweepAfter = Math.max(FIRST_SWEEP, Math.max(registrations().size(), slots.used() / 8));
        }
    }

    @Override
    StreamListener newListener() throws IOException {
        if (IpStack.IS_IPV4_ONLY) {
            return newListener(StandardProtocolFamily.INET);
        }
        try {
            return new EpollListener(reusable(openForBoth()));
        } catch (SystemCallException e) {
            if (e.code() != Errno.EAFNOSUPPORT) {
                throw e;
            }
            return new EpollListener(reusable(LinuxStreamListener.open(Family.INET))); // a system without IPv6
        }
    }

    @Override
    StreamListener newListener(StandardProtocolFamily family) throws IOException {
        IpStack.check(family);
        return new EpollListener(
                switch (family) {
                    case UNIX -> LinuxStreamListener.open(Family.UNIX);
                    case INET -> reusable(LinuxStreamListener.open(Family.INET));
                    case INET6 -> reusable(openForBoth());
                });
    }

    /** As the JDK's listeners are on Unix systems. */
    private static LinuxStreamListener reusable(LinuxStreamListener listener) throws IOException {
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    /** An address as other backends have it, where they have it. */
    static SocketAddress portable(SocketAddress address) {
        if (!(address instanceof UnixAddress unix) || unix.isAbstract()) {
            return address;
        }
        return unix.isUnnamed() ? UnixDomainSocketAddress.of("") : UnixDomainSocketAddress.of(unix.path());
    }

    @Override
    UdpSocket newDatagrams() throws IOException {
        if (IpStack.IS_IPV4_ONLY) {
            return newDatagrams(StandardProtocolFamily.INET);
        }
        try {
            return newDatagrams(StandardProtocolFamily.INET6);
        } catch (SystemCallException e) {
            if (e.code() != Errno.EAFNOSUPPORT) {
                throw e;
            }
            return newDatagrams(StandardProtocolFamily.INET); // a system without IPv6
        }
    }

    @Override
    UdpSocket newDatagrams(StandardProtocolFamily family) throws IOException {
        IpStack.check(family);
        Family its = family == StandardProtocolFamily.INET ? Family.INET : Family.INET6;
        LinuxDatagramSocket socket = LinuxDatagramSocket.open(its);
        try {
            if (its == Family.INET6) {
                socket.setOption(LinuxSocketOptions.IPV6_V6ONLY, false);
            }
            return new EpollDatagramSocket(socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** An IPv6 socket that takes IPv4 too, whatever the system's default is (net.ipv6.bindv6only). */
    private static LinuxStreamListener openForBoth() throws IOException {
        LinuxStreamListener listener = LinuxStreamListener.open(Family.INET6);
        try {
            listener.setOption(LinuxSocketOptions.IPV6_V6ONLY, false);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    @Override
    StreamSocket beginConnect(SocketAddress remote) throws IOException {
        Family family = Family.of(remote);
        if (family == Family.INET6 && IpStack.IS_IPV4_ONLY) {
            throw Refusals.unsupported("INET", remote);
        }
        LinuxStreamSocket socket = LinuxStreamSocket.open(family);
        try {
            return new EpollSocket(socket, !socket.connect(remote));
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    FileSource newFile(Path path) throws IOException {
        return new EpollFileSource(LinuxFile.open(path));
    }

    @Override
    AbstractRegistration newRegistration(
            AbstractPollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) {
        return new EpollRegistration(this, source, interest, mode, callback);
    }

    @Override
    void add(AbstractRegistration added) throws IOException {
        EpollRegistration registration = (EpollRegistration) added;
        int mask = registration.arm();
        long data = slots.put(registration);
        try {
            if (mask != EpollRegistration.NOT_ADDED) {
                tellAdded(registration, mask);
            } else if (!isOpen()) {
                throw Refusals.closed("the port of backend epoll");
            }
        } catch (Throwable e) {
            boolean removed = false;
            try {
                slots.remove(data);
                removed = true;
            } finally {
                if (!removed) { // there is no stack left
                    leftBehind = true;
                }
            }
            throw e;
        }
    }

    void tellAdded(EpollRegistration registration, int mask) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        Descriptor descriptor = registration.watched().descriptor();
        try {
            if (descriptor == null) {
                numbers.add(registration, mask);
            } else {
                numbers.add(descriptor, mask, registration.data());
            }
        } catch (SystemCallException e) {
            if (e.code() == Errno.EEXIST) { // a channel or descriptor that is registered under another source
                throw new IllegalStateException("already registered: " + registration.source(), e);
            }
            throw e;
        }
    }

    void modify(EpollRegistration registration, int mask) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        Descriptor descriptor = registration.watched().descriptor();
        if (descriptor == null) {
            numbers.modify(registration, mask);
        } else {
            set.get().modify(descriptor, mask, registration.data());
        }
    }

    void tellDeleted(EpollRegistration registration) throws IOException {
        counters.addShared(LoopCounters.CONTROL_CALLS, 1);
        Descriptor descriptor = registration.watched().descriptor();
        if (descriptor == null) {
            numbers.delete(registration);
        } else {
            set.get().delete(descriptor);
        }
    }

    /** Takes a registration out. The kernel does so itself for a descriptor that closes and can have no duplicate. */
    void remove(EpollRegistration registration, boolean sourceCloses) {
        slots.remove(registration.data());
        Descriptor descriptor = registration.watched().descriptor();
        if (sourceCloses && descriptor != null && !descriptor.isShared()) {
            counters.addShared(LoopCounters.CONTROL_CALLS_SAVED, 1);
        } else if (set.isOpen()) { // else it is out, and each refusal would take memory for an exception
            try {
                tellDeleted(registration);
            } catch (IOException e) {
                // It is out: closed by another thread meanwhile, or with the port.
            }
        }
    }

    @Override
    int await(long timeoutNanos) throws IOException {
        return set.get().await(events, timeoutNanos);
    }

    @Override
    int deliver(int ready) {
        boolean watched = watch.isOn();
        boolean haunted = false;
        boolean strange = false;
        int delivered = 0;
        for (int i = 0; i < ready; i++) {
            long data = events.data(i);
            int flags = events.events(i);
            EpollRegistration registration = slots.get(data);
            if (registration == null) { // a wakeup, or closed since the kernel reported it, or it will never end
                if (data != WAKEUP_DATA) {
                    strange = true;
                    haunted |= strangers.seen(data, counters.get(LoopCounters.WAITS));
                }
                continue;
            }
            if (registration.isExpected(flags) && !watched) {
                call(registration, flags);
                delivered++;
            } else if (deliver(registration, registration.fired(flags))) {
                delivered++;
            } else if (leftBehind || registration.isAbandoned()) {
                takeOutOrTell(registration);
            }
        }
        if (haunted) {
            rebuild();
        } else if (noRebuild && strange) {
            LockSupport.parkNanos(PAUSE_NANOS); // the set can't be made anew yet: the loop would take a whole processor
        }
        return delivered;
    }

    /** The others of the batch still have to be delivered, whatever is thrown here: some events come only once. */
    private void takeOutOrTell(EpollRegistration registration) {
        try {
            takeOut(registration);
        } catch (Throwable e) {
            failed(registration, e);
        }
    }

    /** Makes a new epoll instance of the registrations, without what the old one had beside them. */
    void rebuild() {
        try {
            Epoll old = beginRebuild();
            try {
                // Who adds one to the old instance just now had its slot before this, and still has its source's lock.
                int used = slots.used();
                for (int slot = 0; slot < used; slot++) {
                    EpollRegistration registration = slots.at(slot);
                    if (registration != null) {
                        addAgain(registration, old);
                    }
                }
            } finally {
                old.close();
            }
        } catch (ClosedChannelException e) {
            return; // there is nothing to be made any more
        } catch (Throwable e) {
            noRebuild = true;
            noRebuildCause = e;
            // For lack of a descriptor, most likely. A JDK that formats its first record then can never format one
            // again.
            noRebuildTold = noRebuildTold
                    || FirstFailure.isReady()
                            && tell(
                                    "a loop gets events of a closed descriptor without end, and can't make a"
                                            + " new epoll set, which would end them; it tries again: " + e,
                                    e);
            return;
        }
        noRebuild = false;
        counters.add(LoopCounters.REBUILDS, 1);
        rebuildTold = rebuildTold
                || tell(
                        "a loop got events of a closed descriptor without end, and made a new epoll set: the descriptor has"
                                + " a duplicate, in this process or another (dup, fork, SCM_RIGHTS). Close the registration"
                                + " before the descriptor, then there are none. Told once a loop;"
                                + " DispatcherCounters.rebuilds counts them"
                                + (noRebuildCause == null ? "" : ". It could not be made before: " + noRebuildCause),
                        noRebuildCause);
        noRebuildCause = null;
    }

    /** Returns false if the program's logging fails: another time, then. */
    private static boolean tell(String message, Throwable cause) {
        try {
            System.getLogger(Log.NAME).log(System.Logger.Level.WARNING, message, cause);
            return true;
        } catch (Throwable e) {
            return false;
        }
    }

    /** Puts an empty instance in the old one's place, and returns that: to be closed once the new one has all that it had. */
    Epoll beginRebuild() throws IOException {
        return set.replace();
    }

    /** One that the new instance refuses is tried again before the next wait, and who owns it learns if that fails too. */
    void addAgain(EpollRegistration registration, Epoll old) {
        Throwable failure = null;
        synchronized (registration.source().lock) {
            try {
                if (registration.isOpen()) {
                    int mask = registration.arm();
                    tellAddedAgain(registration, mask, old);
                }
            } catch (ClosedChannelException e) {
                failure = e;
            } catch (Throwable e) {
                registration.notAdded();
                changed(registration);
            }
        }
        if (failure != null) {
            notTold(registration, failure);
        } else if (registration.isAbandoned()) {
            takeOut(registration); // closed meanwhile: what has been added is another's
        }
    }

    /**
     * The new instance has it already if it was added since, and not as it is to be if it was changed since. The old one lets go of
     * it first: there is a limit for what all instances of a user hold (max_user_watches in epoll(7)).
     *
     * @param old the old instance, or null if there is none any more
     */
    void tellAddedAgain(EpollRegistration registration, int mask, Epoll old) throws IOException {
        Descriptor descriptor = registration.watched().descriptor();
        if (descriptor == null) {
            numbers.addAgain(registration, mask, old);
            return;
        }
        if (old != null) {
            forget(old, descriptor);
        }
        forget(set.get(), descriptor);
        if (mask != EpollRegistration.NOT_ADDED) {
            set.get().add(descriptor, mask, registration.data());
        }
    }

    private static void forget(Epoll epoll, Descriptor descriptor) throws IOException {
        try {
            epoll.delete(descriptor);
        } catch (SystemCallException e) {
            // It is not there.
        }
    }

    /** Of one whose source was closed without our being told, or that an error left behind in the midst of a change. */
    private void takeOut(EpollRegistration registration) {
        AbstractPollable source = registration.source();
        synchronized (source.lock) {
            if (registration.open) {
                if (registration.isAbandoned()) {
                    registration.close();
                }
            } else if (slots.remove(registration.data()) && source.registrationWith(this) == null) {
                try {
                    tellDeleted(registration);
                } catch (IOException e) {
                    // It was never there, or it is closed.
                }
            }
        }
    }

    @Override
    void clearLeftBehind() {
        leftBehind = false;
        int used = slots.used();
        for (int slot = 0; slot < used; slot++) {
            EpollRegistration registration = slots.at(slot);
            if (registration != null && !registration.open) {
                takeOut(registration);
            }
        }
    }

    @Override
    void signal() {
        if (!wakeup.isOpen()) {
            return; // it is closed: there is no wait to end, and no memory to be needed for saying so
        }
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
    public void maxEvents(int count) {
        events = new EpollEvents(Math.min(count, FIRST_BATCH), count);
    }

    @Override
    public void busyPoll(BusyPoll parameters) throws IOException {
        set.busyPoll(parameters);
    }

    /** It does not grow beyond a turn's events. */
    @Override
    boolean trimReady() {
        return false;
    }

    @Override
    public int sourceCount() {
        if (leftBehind) {
            clearLeftBehind();
        }
        return registrations().size(); // without foreign ones that were closed
    }

    @Override
    public int roughSourceCount() {
        return slots.count();
    }

    @Override
    public boolean isOpen() {
        return set.isOpen();
    }

    /** Gives back the slots of those that the program closed without our being told. */
    @Override
    List<AbstractRegistration> registrations() {
        if (leftBehind) {
            clearLeftBehind();
        }
        List<AbstractRegistration> all = slots.list();
        all.removeIf(registration -> {
            boolean gone = !registration.isOpen();
            if (gone) {
                registration.close();
            }
            return gone;
        });
        return all;
    }

    /** For tests: how many slots were ever in use at once. */
    int slotsUsed() {
        return slots.used();
    }

    /** For tests: how many borrowed numbers there is room for. */
    int numbersRoom() {
        return numbers.room();
    }

    @Override
    void closePort() {
        try {
            slots.close();
        } finally {
            try {
                set.close();
            } finally {
                wakeup.close();
            }
        }
    }

    @Override
    int places() {
        return slots.used();
    }

    @Override
    AbstractRegistration at(int place) {
        return slots.at(place);
    }
}
