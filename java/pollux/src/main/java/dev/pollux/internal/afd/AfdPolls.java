package dev.pollux.internal.afd;

import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.windows.AfdDevice;
import dev.pollux.windows.Iocp;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The devices of a port, each with room for {@value AfdDevice#POLLS} polls, and the registrations that have them. A place is a
 * device's index and a poll's number. It is given to the next registration only when no poll is pending there, so a completion can
 * be no predecessor's. Look-ups take no lock.
 */
final class AfdPolls {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(AfdRegistration[].class);

    private final Iocp iocp;
    private final long firstKey; // the completion key of the first device. The others follow

    private volatile AfdDevice[] devices = {};
    private volatile AfdRegistration[] table = {};
    private final Map<Long, AfdRegistration> bySocket = new HashMap<>(); // a socket has one that is open
    private int[] free = {}; // a stack of places
    private int freeCount;
    private volatile boolean closed;

    AfdPolls(Iocp iocp, long firstKey) {
        this.iocp = iocp;
        this.firstKey = firstKey;
    }

    /**
     * Gives a registration a place.
     *
     * @throws ClosedChannelException if the port is closed
     * @throws IllegalStateException if its socket has one in this port already
     */
    synchronized void put(AfdRegistration registration) throws IOException {
        if (closed) {
            throw Refusals.closed("the port of backend afd");
        }
        AfdRegistration known = bySocket.get(registration.socket());
        // A channel that is registered under another source. If that is closed, the system has given its number to
        // another channel: the
        // JDK closes a socket whose connect fails, and the loop closes the registration only then.
        if (known != null && known.isOpen() && known.source().isOpen()) {
            throw new IllegalStateException("already registered: " + registration.source());
        }
        if (freeCount == 0) {
            addDevice();
        }
        bySocket.put(registration.socket(), registration);
        int at = free[freeCount - 1];
        registration.placed(devices[at / AfdDevice.POLLS], at % AfdDevice.POLLS, at);
        ELEMENT.setRelease(table, at, registration);
        freeCount--;
    }

    private void addDevice() throws IOException {
        int count = devices.length;
        int places = (count + 1) * AfdDevice.POLLS;
        AfdDevice[] more = Arrays.copyOf(devices, count + 1);
        AfdRegistration[] longer = places <= table.length ? table : Arrays.copyOf(table, 2 * places);
        int[] room = places <= free.length ? free : Arrays.copyOf(free, 2 * places);
        AfdDevice device = AfdDevice.open();
        boolean isAdded = false;
        try {
            iocp.associate(device, firstKey + count);
            more[count] = device;
            isAdded = true;
        } finally {
            if (!isAdded) {
                device.close();
            }
        }
        table = longer;
        free = room;
        devices = more;
        for (int poll = AfdDevice.POLLS - 1; poll >= 0; poll--) {
            free[freeCount++] = count * AfdDevice.POLLS + poll;
        }
    }

    /** Returns whose poll has completed. */
    AfdRegistration get(long key, long overlappedAddress) {
        int index = (int) (key - firstKey);
        AfdDevice[] all = devices;
        int poll = index >= 0 && index < all.length ? all[index].pollOf(overlappedAddress) : -1;
        return poll < 0 ? null : at(index * AfdDevice.POLLS + poll);
    }

    /** Returns what stands at a place, or null. */
    AfdRegistration at(int place) {
        AfdRegistration[] current = table;
        return place < current.length ? (AfdRegistration) ELEMENT.getAcquire(current, place) : null;
    }

    /** {@return how many places there are} */
    int places() {
        return devices.length * AfdDevice.POLLS;
    }

    /** Takes its place back, once. */
    synchronized void remove(AfdRegistration registration) {
        bySocket.remove(registration.socket(), registration);
        ELEMENT.setRelease(table, registration.place(), null);
        free[freeCount++] = registration.place();
    }

    /** {@return how many have a place, some of them perhaps closed} */
    synchronized int count() {
        return places() - freeCount;
    }

    List<AbstractRegistration> list() {
        List<AbstractRegistration> all = new ArrayList<>();
        int places = places();
        for (int place = 0; place < places; place++) {
            AfdRegistration registration = at(place);
            if (registration != null && registration.open) {
                all.add(registration);
            }
        }
        return all;
    }

    /** Takes none any more: those that there are now are all that there ever will be. Returns false if it is so already. */
    synchronized boolean close() {
        boolean closes = !closed;
        closed = true;
        return closes;
    }

    boolean isClosed() {
        return closed;
    }

    /** {@return true if a completion is still to come} */
    boolean arePending() {
        for (AfdDevice device : devices) {
            if (device.pendingPolls() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Cancels all that is pending, and closes the devices. */
    void closeDevices() {
        for (AfdDevice device : devices) {
            device.close();
        }
    }
}
