package dev.pollux.readiness;

import dev.pollux.Backend;

/**
 * What not every readiness port can do. A port tells its own by {@link ReadinessPort#capabilities()}. What it lacks is
 * refused with an {@link UnsupportedOperationException} that says the capability's name.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * if (port.capabilities().contains(Capability.DESCRIPTORS)) {
 *     port.register(timer, Interest.READ, TriggerMode.LEVEL, callback);
 * }
 * }</pre>
 */
public enum Capability {
    /** {@link TriggerMode#EDGE}. */
    EDGE_TRIGGER,
    /** {@link TriggerMode#EXCLUSIVE}. */
    EXCLUSIVE_TRIGGER,
    /** {@link Interest#PRIORITY}: out-of-band data. */
    PRIORITY,
    /**
     * {@link Readiness} tells the end of the stream, hang-ups and errors apart from readable and writable, and {@link
     * PollableSocket#takeError()} tells the error.
     */
    EVENT_DETAIL,
    /** Any descriptor of the system's can be registered. */
    DESCRIPTORS,
    /** Unix sockets: {@link java.net.UnixDomainSocketAddress}. */
    UNIX_SOCKETS,
    /** What waits in a socket's buffers: {@link PollableSocket#bytesToRead()}, {@link StreamSocket#bytesUnsent()}. */
    BUFFERED_BYTES,
    /** Transfers to and from native memory by its address: {@link StreamSocket#read(long, int)}, {@link UdpSocket#send(long, int)}. */
    NATIVE_MEMORY,
    /** {@link UdpSocket#isTruncated()}. */
    TRUNCATION,
    /** {@link UdpSocket#droppedDatagrams()}. */
    DROPPED_DATAGRAMS;

    /** The refusal of what needs it. */
    public UnsupportedOperationException refusal(Backend backend, String what) {
        return new UnsupportedOperationException(
                what + " is not available on backend " + backend + ", which lacks capability " + this);
    }
}
