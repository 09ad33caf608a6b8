package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Errno;
import dev.pollux.linux.Family;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringProbe;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.ProvidedBuffers;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether this system's rings do what the backend needs. It asks by doing, and not by the kernel's version: containers forbid the
 * calls, and kernels are changed by those who ship them.
 */
final class UringProbe {
    private static final int[] NEEDED = {
        Opcode.POLL_ADD,
        Opcode.SENDMSG,
        Opcode.RECVMSG,
        Opcode.ACCEPT,
        Opcode.ASYNC_CANCEL,
        Opcode.CONNECT,
        Opcode.READ,
        Opcode.SEND,
        Opcode.RECV
    };

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int LENGTH = 8;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int POLLIN = 1;
    private static final int CANCEL_ALL_BY_NUMBER = 3;

    private UringProbe() {}

    /** {@return why there is no io_uring for the backend, or null if there is} */
    static String refusal() {
        try (IoUring ring = new IoUringSetup(LENGTH)
                .wish(IoUringSetup.SUBMIT_ALL | IoUringSetup.NO_SQARRAY)
                .open()) {
            IoUringProbe probe = ring.registrations().probe();
            for (int operation : NEEDED) {
                if (!probe.has(operation)) {
                    return "this kernel's rings (" + System.getProperty("os.version") + ") have no operation "
                            + operation + " of linux/io_uring.h; a newer kernel has";
                }
            }
            return tryOut(ring);
        } catch (IOException e) {
            return told(e);
        } catch (RuntimeException e) {
            return e.getMessage();
        }
    }

    private static String told(IOException refused) {
        SystemCallException cause = SystemCallException.of(refused);
        int code = cause == null ? 0 : cause.code();
        return switch (code) {
            case Errno.EPERM ->
                "the system forbids it (EPERM): sysctl kernel.io_uring_disabled, or a container's filter"
                        + " of system calls; set the one to 0, or allow io_uring_setup, io_uring_enter and io_uring_register";
            case Errno.ENOSYS ->
                "the system has no such call (ENOSYS): a kernel before 5.11, or a container's filter of"
                        + " system calls";
            case Errno.ENOMEM ->
                "the system has no memory for it (ENOMEM): a higher ulimit -l helps before kernel 5.12";
            default -> refused.getMessage();
        };
    }

    /** Asked once. */
    private static final class Multishot {
        static final boolean IS_THERE = tryMultishot();
    }

    /** {@return true if the kernel's rings receive again and again, into memory that they take when there is something} */
    static boolean hasMultishotReceive() {
        return Multishot.IS_THERE;
    }

    private static boolean tryMultishot() {
        try (IoUring ring =
                new IoUringSetup(LENGTH).wish(IoUringSetup.SUBMIT_ALL).open()) {
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            try {
                ProvidedBuffers buffers = ring.registrations().provideBuffers(0, 1, LENGTH, 0);
                pair[0].send(ByteBuffer.allocateDirect(LENGTH));
                ring.next().recvMultishot(pair[1].number(), buffers, 0);
                CompletionQueue completions = ring.completions();
                return ring.submitAndWait(1, LIMIT_NANOS) > 0
                        && completions.result(0) == LENGTH
                        && completions.bufferId(0) == 0;
            } finally {
                pair[0].close();
                pair[1].close();
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Asked once. */
    private static final class Accepts {
        static final boolean ARE_MANY = tryAccepts();
    }

    /** {@return true if the kernel's rings accept again and again} */
    static boolean hasMultishotAccept() {
        return Accepts.ARE_MANY;
    }

    /** Asked once. */
    private static final class Looks {
        static final boolean ARE_THERE = tryLook();
    }

    /** {@return true if an accept of the kernel's rings may be one that does not wait} */
    static boolean hasLooks() {
        return Looks.ARE_THERE;
    }

    private static boolean tryLook() {
        try (IoUring ring =
                new IoUringSetup(LENGTH).wish(IoUringSetup.SUBMIT_ALL).open()) {
            LinuxStreamListener listener = LinuxStreamListener.open(Family.INET);
            try {
                listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
                listener.listen(1);
                ring.next().prepare(Opcode.ACCEPT, 0, UringListener.LOOK, listener.number(), 0, 0, 0, 0, 0);
                return ring.submitAndWait(0, 0) == 1 && ring.completions().result(0) == -Errno.EAGAIN;
            } finally {
                listener.close();
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** A kernel that has none refuses it at once. Whoever happens to connect meanwhile, from this machine, is a yes. */
    private static boolean tryAccepts() {
        try (IoUring ring =
                new IoUringSetup(LENGTH).wish(IoUringSetup.SUBMIT_ALL).open()) {
            LinuxStreamListener listener = LinuxStreamListener.open(Family.INET);
            try {
                listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
                listener.listen(1);
                ring.next().acceptMultishot(listener.number(), 0);
                int ended = ring.submitAndWait(0, 0);
                boolean isRefused = false;
                for (int i = 0; i < ended; i++) {
                    int accepted = ring.completions().result(i);
                    isRefused |= accepted < 0;
                    if (accepted >= 0) {
                        BindingRegistry.linuxCalls().close(accepted);
                    }
                }
                return !isRefused;
            } finally {
                listener.close();
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Sends, polls, receives, and cancels. */
    private static String tryOut(IoUring ring) throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        ByteBuffer memory = ByteBuffer.allocateDirect(2 * LENGTH);
        try {
            long address = BindingRegistry.linuxCalls().addressOf(memory);
            int from = pair[0].hold();
            int to = pair[1].hold();
            try {
                String failure = one(ring, "a send", LENGTH, Opcode.SEND, from, address, LENGTH, 0);
                failure = failure != null ? failure : one(ring, "a poll", POLLIN, Opcode.POLL_ADD, to, 0, 0, POLLIN);
                failure = failure != null
                        ? failure
                        : one(ring, "a receive", LENGTH, Opcode.RECV, to, address + LENGTH, LENGTH, 0);
                failure = failure != null
                        ? failure
                        : one(
                                ring,
                                "a cancel by descriptor (kernel 5.19)",
                                0,
                                Opcode.ASYNC_CANCEL,
                                to,
                                0,
                                0,
                                CANCEL_ALL_BY_NUMBER);
                return failure;
            } finally {
                pair[0].letGo();
                pair[1].letGo();
            }
        } finally {
            pair[0].close();
            pair[1].close();
            Reference.reachabilityFence(memory);
        }
    }

    private static String one(
            IoUring ring, String what, int expected, int opcode, int fd, long address, int length, int flags)
            throws IOException {
        ring.next().prepare(opcode, 0, 0, fd, 0, address, length, flags, opcode);
        if (ring.submitAndWait(1, LIMIT_NANOS) == 0) {
            return what + " did not end within five seconds on a pair of sockets";
        }
        CompletionQueue completions = ring.completions();
        int result = completions.result(0);
        completions.advance(1);
        return result == expected
                ? null
                : what + " on a pair of sockets ended with " + result + " instead of " + expected
                        + (result < 0 ? " (" + Errno.name(-result) + ")" : "");
    }
}
