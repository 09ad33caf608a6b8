package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.memory.MemoryParts;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Buffers as readiness sockets take them. A submission transfers what lay between the positions and the limits when it began,
 * and their positions stay there until its result is taken over.
 */
final class EmulatedBuffers extends TransferBuffers {
    private static final ByteBuffer[] NONE = {};

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    /** readv(2) takes 1 024 buffers, and what the JDK calls on Windows takes 16. */
    private static final int SURE_OF_ONE_CALL = 16;

    private final AbstractReadinessPort port;
    private ByteBuffer[] buffers;

    // As the submission under way began.
    private int[] positions;
    private int[] limits;
    private long total;

    // Native memory, if there are no buffers: as it was handed in, and what is left of it.
    private long address;
    private int length;
    private long leftAddress;
    private int leftLength;

    private MemoryParts parts; // of native memory in several pieces, once there was such
    private boolean isInParts;
    private int partsDone; // when the submission under way began

    EmulatedBuffers(AbstractReadinessPort port, ByteBuffer... buffers) {
        this.port = port;
        if (buffers.length == 0) {
            throw new IllegalArgumentException("no buffers");
        }
        for (ByteBuffer each : buffers) {
            check(each);
        }
        keep(buffers.clone());
    }

    EmulatedBuffers(AbstractReadinessPort port, long address, int length) {
        this.port = port;
        keep(NONE);
        put(address, length);
    }

    private void keep(ByteBuffer[] newBuffers) {
        buffers = newBuffers;
        positions = new int[newBuffers.length];
        limits = new int[newBuffers.length];
    }

    private static void check(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("an operation needs a direct buffer, not " + buffer);
        }
    }

    @Override
    public int count() {
        return buffers.length;
    }

    @Override
    public ByteBuffer buffer(int index) {
        return buffers[index];
    }

    @Override
    protected void put(ByteBuffer buffer) {
        check(buffer);
        if (buffers.length == 0) {
            keep(new ByteBuffer[1]);
        }
        buffers[0] = buffer;
    }

    @Override
    protected void put(long newAddress, int newLength) {
        becomeMemory(newLength > 0);
        isInParts = false;
        address = newAddress;
        length = newLength;
        rewind();
    }

    private void becomeMemory(boolean hasBytes) {
        if (hasBytes && !port.capabilities().contains(Capability.NATIVE_MEMORY)) {
            throw Capability.NATIVE_MEMORY.refusal(port.backend(), "native memory by its address");
        }
        if (buffers.length > 0) {
            keep(NONE);
        }
    }

    @Override
    protected void put(long[] newAddresses, int[] newLengths, int offset, int count) {
        becomeMemory(count > 0);
        if (parts == null) {
            parts = new MemoryParts();
        }
        parts.set(newAddresses, newLengths, offset, count);
        isInParts = true;
    }

    @Override
    public long memoryAddress() {
        return leftAddress;
    }

    @Override
    public int memoryLength() {
        return isInParts ? parts.left() : leftLength;
    }

    @Override
    protected void advanceMemory(int bytes) {
        if (isInParts) {
            parts.moveTo(partsDone + bytes);
            return;
        }
        leftAddress += bytes;
        leftLength -= bytes;
    }

    @Override
    public void rewind() {
        if (isInParts) {
            parts.moveTo(0);
            return;
        }
        leftAddress = address;
        leftLength = length;
    }

    // ---- What lanes do ----

    /** Takes the positions and limits of a submission that begins. */
    void begin() {
        if (buffers.length == 0) {
            total = memoryLength();
            partsDone = isInParts ? parts.done() : 0;
            return;
        }
        total = 0;
        for (int i = 0; i < buffers.length; i++) {
            ByteBuffer buffer = buffers[i];
            positions[i] = buffer.position();
            limits[i] = buffer.limit();
            total += limits[i] - positions[i];
        }
    }

    /** {@return how many bytes the submission is about, 2 GiB less one at most} */
    int total() {
        return (int) Math.min(total, Integer.MAX_VALUE);
    }

    /** {@return true if a read that was shorter than all of them has met the end of what was there, and not the end of what a call takes} */
    boolean goByOneCall() {
        return buffers.length <= SURE_OF_ONE_CALL;
    }

    /** Reads what is there: how many bytes, 0 if it would block, -1 at the end of the stream. */
    int read(StreamSocket socket) throws IOException {
        if (buffers.length == 0) {
            return socket.read(leftAddress, leftLength);
        }
        if (buffers.length > 1) {
            aim(0);
            try {
                return (int) socket.read(buffers, 0, buffers.length);
            } finally {
                putBack();
            }
        }
        ByteBuffer buffer = buffers[0];
        int limit = buffer.limit();
        int position = buffer.position();
        aim(buffer, 0, positions[0], limit, position);
        try {
            return socket.read(buffer);
        } finally {
            buffer.limit(limit).position(position);
        }
    }

    /** Writes what comes after some bytes. */
    int write(StreamSocket socket, int after) throws IOException {
        if (buffers.length == 0 && isInParts) {
            parts.moveTo(partsDone + after);
            return (int) socket.write(parts.addresses(), parts.lengths(), parts.first(), parts.count());
        }
        if (buffers.length == 0) {
            return socket.write(leftAddress + after, leftLength - after);
        }
        if (buffers.length > 1) {
            aim(after);
            try {
                return (int) socket.write(buffers, 0, buffers.length);
            } finally {
                putBack();
            }
        }
        ByteBuffer buffer = buffers[0];
        int limit = buffer.limit();
        int position = buffer.position();
        aim(buffer, 0, positions[0] + after, limit, position);
        try {
            return socket.write(buffer);
        } finally {
            buffer.limit(limit).position(position);
        }
    }

    /** Receives a datagram; returns false if there is none. Puts how many bytes there were room for, and who sent them. */
    boolean receive(UdpSocket socket, EmulatedTicket ticket) throws IOException {
        if (buffers.length == 0) {
            int bytes = socket.receive(leftAddress, leftLength);
            ticket.bytes = Math.max(bytes, 0);
            return bytes >= 0;
        }
        ByteBuffer buffer = buffers[0];
        int limit = buffer.limit();
        int position = buffer.position();
        aim(buffer, 0, positions[0], limit, position);
        try {
            boolean received = socket.receive(buffer);
            ticket.bytes = received ? buffer.position() - positions[0] : 0;
            return received;
        } finally {
            buffer.limit(limit).position(position);
        }
    }

    /** Receives a datagram by way of another buffer, which tells whether it had more bytes than there is room for. */
    boolean receiveBy(UdpSocket socket, EmulatedTicket ticket, ByteBuffer other) throws IOException {
        if (!socket.receive(other.clear())) {
            return false;
        }
        int room = total();
        ticket.isTruncated = other.position() > room;
        ticket.bytes = Math.min(other.position(), room);
        if (ticket.bytes > 0) {
            buffers[0].put(positions[0], other, 0, ticket.bytes);
        }
        return true;
    }

    /** Sends a datagram; returns false if it would block. */
    boolean send(UdpSocket socket, InetSocketAddress to) throws IOException {
        if (buffers.length == 0) {
            return leftLength == 0 ? socket.send(NOTHING, to) : socket.send(leftAddress, leftLength, to);
        }
        ByteBuffer buffer = buffers[0];
        int limit = buffer.limit();
        int position = buffer.position();
        aim(buffer, 0, positions[0], limit, position);
        try {
            return socket.send(buffer, to);
        } finally {
            buffer.limit(limit).position(position);
        }
    }

    /** Has a buffer be as it was, should the program have touched it, or a part of it have been written. */
    private void aim(ByteBuffer buffer, int index, int wantedPosition, int limit, int position) {
        if (limit != limits[index]) {
            buffer.limit(limits[index]);
        }
        if (position != wantedPosition) {
            buffer.position(wantedPosition);
        }
    }

    private void aim(int after) {
        int left = after;
        for (int i = 0; i < buffers.length; i++) {
            int here = Math.min(left, limits[i] - positions[i]);
            buffers[i].limit(limits[i]).position(positions[i] + here);
            left -= here;
        }
    }

    private void putBack() {
        for (int i = 0; i < buffers.length; i++) {
            buffers[i].limit(limits[i]).position(positions[i]);
        }
    }
}
