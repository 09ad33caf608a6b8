package dev.pollux.internal.afd;

import dev.pollux.windows.AfdDevice;
import dev.pollux.windows.Completions;
import dev.pollux.windows.Iocp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/** Finds out, once, whether a socket can be polled here: the driver has no documentation, and a channel keeps its socket for itself. */
final class AfdProbe {
    private static final long KEY = 1;
    private static final long WAIT_NANOS = 2_000_000_000; // the socket is writable at once

    private static final String REFUSAL = find();

    private AfdProbe() {}

    /** {@return why no socket can be polled, or null if one was} */
    static String refusal() {
        return REFUSAL;
    }

    private static String find() {
        try (Iocp port = Iocp.create(1);
                AfdDevice device = AfdDevice.open();
                DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port.associate(device, KEY);
            return poll(port, device, AfdDevice.baseSocket(ChannelSocketNumber.of(channel)));
        } catch (IOException | RuntimeException e) {
            return e.toString();
        }
    }

    private static String poll(Iocp port, AfdDevice device, long socket) throws IOException {
        int result = device.submitPoll(0, socket, AfdDevice.SEND);
        if (result < 0) {
            return device.failure("IOCTL_AFD_POLL", -result).toString();
        }
        Completions completions = new Completions(1);
        if (port.await(completions, WAIT_NANOS) == 0) {
            return "the poll of a writable socket was not told";
        }
        int events = device.completed(device.pollOf(completions.overlappedAddress(0)));
        return events == AfdDevice.SEND
                ? null
                : "a writable socket was told by events 0x" + Integer.toHexString(events);
    }
}
