package dev.pollux.netty.internal.readiness;

import dev.pollux.linux.Descriptor;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.EpollEvents;
import dev.pollux.linux.EventFd;
import dev.pollux.netty.internal.loop.Gather;
import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.loop.LoopPort;
import dev.pollux.netty.internal.loop.LoopThread;
import dev.pollux.netty.internal.loop.Ready;
import io.netty.channel.IoRegistration;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** A loop's epoll instance, its eventfd, and what is registered with it. */
public final class EpollPort implements LoopPort {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(EpollPort.class);
    private static final int FIRST_EVENTS = 256;

    /** The data of the eventfd's events: no slot has a negative number. */
    private static final long WAKEUP = 0xFFFF_FFFFL;

    private final LoopThread thread;
    private final Epoll epoll;
    private final EventFd wakeup;
    private final EpollEvents events = new EpollEvents(FIRST_EVENTS);
    private final Ready ready = new Ready();
    private final Slots slots = new Slots();
    private final Gather gather = new Gather();

    public EpollPort(LoopThread thread) throws IOException {
        this.thread = thread;
        Epoll opened = Epoll.create();
        EventFd counter = null;
        try {
            counter = EventFd.create();
            // Edge-triggered, so each write is told once, and nobody has to read it.
            opened.add(counter, Epoll.IN | Epoll.ET, WAKEUP);
        } catch (Throwable e) {
            opened.close();
            if (counter != null) {
                counter.close();
            }
            throw e;
        }
        epoll = opened;
        wakeup = counter;
    }

    Epoll epoll() {
        return epoll;
    }

    /** {@return what can be read while there is something to deliver} */
    public Descriptor descriptor() {
        return epoll;
    }

    LoopThread thread() {
        return thread;
    }

    Gather gather() {
        return gather;
    }

    @Override
    public IoRegistration register(LoopHandle handle) throws IOException {
        if (!epoll.isOpen()) {
            throw new ClosedChannelException();
        }
        EpollRegistration registration = new EpollRegistration(this, handle);
        slots.add(registration);
        handle.registered();
        return registration;
    }

    @Override
    public int await(long timeoutNanos) throws IOException {
        return epoll.await(events, timeoutNanos);
    }

    @Override
    public int deliver() {
        int served = 0;
        for (int i = 0, count = events.size(); i < count; i++) {
            EpollRegistration registration = slots.find(events.data(i));
            if (registration != null && registration.tell(events.events(i), ready)) {
                served++;
            }
        }
        return served;
    }

    @Override
    public void wake() {
        try {
            if (!wakeup.add(1)) {
                wakeup.take(); // it is full after 2^64 - 2 wakeups
                wakeup.add(1);
            }
        } catch (ClosedChannelException e) {
            // The loop has ended. Nobody sleeps there.
        } catch (IOException e) {
            LOG.warn("An event loop could not be woken.", e);
        }
    }

    /** For tests: how many slots were ever in use at a time. */
    int slotsUsed() {
        return slots.used();
    }

    void removed(EpollRegistration registration) {
        slots.remove(registration.data());
    }

    @Override
    public void closeHandles() {
        slots.forEach(registration -> {
            try {
                registration.handle().close();
            } catch (Exception e) {
                LOG.warn("{} could not be closed.", registration.handle(), e);
            }
        });
    }

    /** A loop may end without having closed its channels first. */
    @Override
    public void close() {
        closeHandles();
        slots.forEach(EpollRegistration::cancel);
        epoll.close();
        wakeup.close();
    }
}
