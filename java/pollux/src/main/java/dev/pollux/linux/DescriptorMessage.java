package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.linux.LinuxSocketOptions.SolSocket;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Messages that carry descriptors: SCM_RIGHTS in a control message (unix(7), cmsg(3)). */
final class DescriptorMessage {
    /** SCM_MAX_FD, the most that the kernel takes in one message. */
    static final int MAX_DESCRIPTORS = 253;

    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
    private static final int HEADER = Message.CONTROL_HEADER;

    /** A struct ucred with its header: with SO_PASSCRED set the kernel puts one ahead of the descriptors. */
    private static final int CREDENTIALS = 32;

    private DescriptorMessage() {}

    static long send(int fd, ByteBuffer buffer, Descriptor[] descriptors) throws IOException {
        checkSend(buffer, descriptors.length);
        int acquired = 0;
        try {
            ByteBuffer scratch = Scratch.get();
            for (Descriptor descriptor : descriptors) {
                scratch.putInt(Scratch.CONTROL + HEADER + 4 * acquired, descriptor.acquire());
                acquired++;
                descriptor.markShared();
            }
            return transfer(fd, scratch, buffer, header(scratch, descriptors.length), true);
        } finally {
            for (int i = 0; i < acquired; i++) {
                descriptors[i].release();
            }
        }
    }

    /** Descriptors that the caller has by their numbers. */
    static long send(int fd, ByteBuffer buffer, int[] descriptors) {
        checkSend(buffer, descriptors.length);
        ByteBuffer scratch = Scratch.get();
        for (int i = 0; i < descriptors.length; i++) {
            scratch.putInt(Scratch.CONTROL + HEADER + 4 * i, Linux.checkDescriptor(descriptors[i]));
        }
        return transfer(fd, scratch, buffer, header(scratch, descriptors.length), true);
    }

    private static void checkSend(ByteBuffer buffer, int descriptors) {
        if (!buffer.hasRemaining() || descriptors == 0 || descriptors > MAX_DESCRIPTORS) {
            throw new IllegalArgumentException(descriptors + " descriptors with " + buffer.remaining() + " bytes: 1 to "
                    + MAX_DESCRIPTORS + " descriptors go with 1 byte or more");
        }
    }

    /** Writes the control message's header. Returns the length of the whole */
    private static int header(ByteBuffer scratch, int descriptors) {
        int length = HEADER + 4 * descriptors;
        scratch.putLong(Scratch.CONTROL, length);
        scratch.putInt(Scratch.CONTROL + 8, SolSocket.LEVEL).putInt(Scratch.CONTROL + 12, SCM_RIGHTS);
        return Message.alignControl(length);
    }

    static long receive(int fd, ByteBuffer buffer, int[] descriptors) throws IOException {
        BufferChecks.checkWritable(buffer);
        if (!buffer.hasRemaining() || descriptors.length == 0 || descriptors.length > MAX_DESCRIPTORS) {
            throw new IllegalArgumentException("room for " + descriptors.length + " descriptors and "
                    + buffer.remaining() + " bytes: at least 1 of each, and at most " + MAX_DESCRIPTORS
                    + " descriptors");
        }
        Arrays.fill(descriptors, -1);
        ByteBuffer scratch = Scratch.get();
        long result = transfer(
                fd, scratch, buffer, CREDENTIALS + Message.alignControl(HEADER + 4 * descriptors.length), false);
        if (result > 0) {
            take(scratch, descriptors);
        }
        return result;
    }

    /** One sendmsg or recvmsg of one buffer, with a control message that stands in the scratch memory. */
    private static long transfer(int fd, ByteBuffer scratch, ByteBuffer buffer, int controlLength, boolean send) {
        ByteBuffer[] one = {buffer};
        ByteBuffer copy = Iovecs.copy(one, 0, 1);
        int iovecs = Iovecs.lay(scratch, copy, one, 0, 1, send);
        long control = Scratch.at(scratch, Scratch.CONTROL);
        Message.put(
                scratch, Scratch.MESSAGE, 0, 0, Scratch.at(scratch, Scratch.IOVECS), iovecs, control, controlLength);
        long message = Scratch.at(scratch, Scratch.MESSAGE);
        long result;
        do {
            result = send
                    ? CALLS.sendmsg(fd, message, Transfer.MSG_NOSIGNAL)
                    : CALLS.recvmsg(fd, message, MSG_CMSG_CLOEXEC);
        } while (result == -Errno.EINTR);
        Reference.reachabilityFence(buffer);
        if (send) {
            Iovecs.advance(one, 0, 1, result);
        } else {
            Iovecs.fill(copy, one, 0, 1, result);
        }
        return result;
    }

    private static void take(ByteBuffer memory, int[] descriptors) throws IOException {
        int end = Scratch.CONTROL + (int) memory.getLong(Scratch.MESSAGE + Message.CONTROL_LENGTH);
        boolean truncated = (memory.getInt(Scratch.MESSAGE + Message.FLAGS) & MSG_CTRUNC) != 0;
        int count = 0;
        for (int at = Scratch.CONTROL; at + HEADER <= end; ) {
            int length = (int) memory.getLong(at);
            if (length < HEADER || at + length > end) {
                break;
            }
            if (memory.getInt(at + 8) == SolSocket.LEVEL && memory.getInt(at + 12) == SCM_RIGHTS) {
                for (int i = at + HEADER; i + 4 <= at + length; i += 4) {
                    int fd = memory.getInt(i);
                    // the room for credentials and padding may take more descriptors than were asked for
                    if (count < descriptors.length) {
                        descriptors[count++] = fd;
                    } else {
                        CALLS.close(fd);
                        truncated = true;
                    }
                }
            }
            at += Message.alignControl(length);
        }
        if (truncated) {
            for (int i = 0; i < count; i++) {
                CALLS.close(descriptors[i]);
                descriptors[i] = -1;
            }
            throw Errors.of(
                    "recvmsg",
                    -Errno.EMSGSIZE,
                    "more descriptors came than there was room for, here or in the process; they were closed");
        }
    }
}
