package dev.pollux.internal.epoll;

import dev.pollux.Backend;
import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.Delivery;
import dev.pollux.internal.readiness.ForeignSweep;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.linux.Descriptor;
import dev.pollux.linux.EpollEvents;
import dev.pollux.linux.Errno;
import dev.pollux.linux.EventFd;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.system.BusyPoll;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
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

    /** Of a loop that gets events without end, and can't end them now. */
    public static final long PAUSE_NANOS = 1_000_000;

    private static final Set<Capability> CAPABILITIES = Set.of(Capability.values());

    private final EpollSet set;
    private EpollEvents events = new EpollEvents(FIRST_BATCH);
    private final EventFd wakeup;
    private final SlotTable slots = new SlotTable();
    private final Strangers strangers = new Strangers();
    private final EpollControl control;
    private final EpollRebuild rebuild;

    private final ForeignSweep foreignSweep = new ForeignSweep(this::sweepForeign);

    /** Of the type of all ports: else the JVM would load this class, to check it, where the other is opened. */
    public static AbstractReadinessPort open(String choice) throws IOException {
        return new EpollPort(choice);
    }

    EpollPort(String choice) throws IOException {
        super(Backend.EPOLL, choice, new EpollSockets());
        FirstFailure.isReady(); // loads the class: there may be no descriptor for that when it is asked
        wakeup = EventFd.create();
        try {
            set = new EpollSet(wakeup, WAKEUP_DATA);
            control = new EpollControl(set, counters);
            rebuild = new EpollRebuild(this, set, slots, control);
        } catch (Throwable e) {
            wakeup.close();
            throw e;
        }
    }

    @Override
    public int waitDescriptor() {
        return set.get().fd();
    }

    @Override
    public void loadErrors() {
        Errno.text(Errno.EMFILE);
    }

    @Override
    public String detail() {
        return ", waits by " + set.get().waitMethod();
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public AbstractPollable source(SelectableChannel channel) throws IOException {
        return EpollChannelSource.of(channel);
    }

    @Override
    public AbstractPollable source(OpenDescriptor descriptor) {
        if (descriptor instanceof Descriptor its) {
            return new EpollDescriptorSource(its);
        }
        throw new IllegalArgumentException("not a descriptor of Linux, which is all that epoll takes: " + descriptor);
    }

    @Override
    public AbstractPollable source(int fd) {
        return new EpollDescriptorSource(fd);
    }

    @Override
    public void sweep() {
        foreignSweep.beforeAdd();
    }

    /** Again after as many adds as are alive, or the table would grow; an eighth of the table, or a sweep would be dear. */
    private int sweepForeign() {
        return Math.max(registrations().size(), slots.used() / 8);
    }

    @Override
    public AbstractRegistration newRegistration(
            AbstractPollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) {
        return new EpollRegistration(this, source, interest, mode, callback);
    }

    @Override
    public void add(AbstractRegistration added) throws IOException {
        EpollRegistration registration = (EpollRegistration) added;
        int mask = registration.arm();
        long data = slots.put(registration);
        try {
            if (mask != EpollRegistration.NOT_ADDED) {
                control.add(registration, mask);
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

    /** Takes a registration out. The kernel does so itself for a descriptor that closes and can have no duplicate. */
    void remove(EpollRegistration registration, boolean sourceCloses) {
        slots.remove(registration.data());
        Descriptor descriptor = registration.watched().descriptor();
        if (sourceCloses && descriptor != null && !descriptor.isShared()) {
            counters.addShared(LoopCounters.CONTROL_CALLS_SAVED, 1);
        } else if (set.isOpen()) { // else it is out, and each refusal would take memory for an exception
            try {
                control.delete(registration);
            } catch (IOException e) {
                // It is out: closed by another thread meanwhile, or with the port.
            }
        }
    }

    @Override
    public int awaitEvents(long timeoutNanos) throws IOException {
        return set.get().await(events, timeoutNanos);
    }

    @Override
    public int deliver(int ready) {
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
            if (registration.isExpected(flags)) {
                if (watched) {
                    Delivery.callWatched(this, registration, flags);
                } else {
                    Delivery.call(this, registration, flags);
                }
                delivered++;
            } else if (Delivery.deliver(this, registration, registration.fired(flags))) {
                delivered++;
            } else if (leftBehind || registration.isAbandoned()) {
                takeOutOrTell(registration);
            }
        }
        if (haunted) {
            rebuild.run();
        } else if (rebuild.isRefused() && strange) {
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

    /** Of one whose source was closed without our being told, or that an error left behind in the midst of a change. */
    void takeOut(EpollRegistration registration) {
        AbstractPollable source = registration.source();
        synchronized (source.lock) {
            if (registration.open) {
                if (registration.isAbandoned()) {
                    registration.close();
                }
            } else if (slots.remove(registration.data()) && source.registrationWith(this) == null) {
                try {
                    control.delete(registration);
                } catch (IOException e) {
                    // It was never there, or it is closed.
                }
            }
        }
    }

    @Override
    public void clearLeftBehind() {
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
    public void endWait() {
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
    public boolean trimReady() {
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
    public List<AbstractRegistration> registrations() {
        if (leftBehind) {
            clearLeftBehind();
        }
        return ForeignSweep.withoutGone(slots.list());
    }

    EpollControl control() {
        return control;
    }

    /** For tests. */
    public EpollRebuild rebuild() {
        return rebuild;
    }

    /** For tests: how many slots were ever in use at once. */
    public int slotsUsed() {
        return slots.used();
    }

    /** For tests: how many borrowed numbers there is room for. */
    public int numbersRoom() {
        return control.numbersRoom();
    }

    @Override
    public void closePort() {
        try {
            set.close(); // first: whom the slots refuse finds the port closed
        } finally {
            try {
                slots.close();
            } finally {
                wakeup.close();
            }
        }
    }

    @Override
    public int places() {
        return slots.used();
    }

    @Override
    public AbstractRegistration at(int place) {
        return slots.at(place);
    }
}
