package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of transfer.c. Linked when the first of them is called. */
final class LinuxTransferCalls {
    private static MethodHandle RECV = LinuxDowncall.of(LinuxSymbol.RECV, LONG, INT, ADDRESS, LONG, INT);
    private static MethodHandle SEND = LinuxDowncall.of(LinuxSymbol.SEND, LONG, INT, ADDRESS, LONG, INT);
    private static MethodHandle READV = LinuxDowncall.of(LinuxSymbol.READV, LONG, INT, ADDRESS, INT);
    private static MethodHandle WRITEV = LinuxDowncall.of(LinuxSymbol.WRITEV, LONG, INT, ADDRESS, INT);
    private static MethodHandle RECVMSG = LinuxDowncall.of(LinuxSymbol.RECVMSG, LONG, INT, ADDRESS, INT);
    private static MethodHandle SENDMSG = LinuxDowncall.of(LinuxSymbol.SENDMSG, LONG, INT, ADDRESS, INT);
    private static MethodHandle RECVMMSG = LinuxDowncall.of(LinuxSymbol.RECVMMSG, INT, INT, ADDRESS, INT, INT, ADDRESS);
    private static MethodHandle SENDMMSG = LinuxDowncall.of(LinuxSymbol.SENDMMSG, INT, INT, ADDRESS, INT, INT);
    private static MethodHandle SENDFILE = LinuxDowncall.of(LinuxSymbol.SENDFILE, LONG, INT, INT, ADDRESS, LONG);

    /** Of six arguments, as no other call: linked apart, because a server of streams would wait for that. */
    private static final class Addressed {
        private static MethodHandle RECVFROM =
                LinuxDowncall.of(LinuxSymbol.RECVFROM, LONG, INT, ADDRESS, LONG, INT, ADDRESS, ADDRESS);
        private static MethodHandle SENDTO =
                LinuxDowncall.of(LinuxSymbol.SENDTO, LONG, INT, ADDRESS, LONG, INT, ADDRESS, INT);
    }

    private LinuxTransferCalls() {}

    static long recv(long fd, long address, long length, long flags) {
        try {
            return (long) RECV.invokeExact(fd, address, length, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long send(long fd, long address, long length, long flags) {
        try {
            return (long) SEND.invokeExact(fd, address, length, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long recvfrom(long fd, long address, long length, long flags, long fromAddress, long fromLengthAddress) {
        try {
            return (long) Addressed.RECVFROM.invokeExact(fd, address, length, flags, fromAddress, fromLengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long sendto(long fd, long address, long length, long flags, long toAddress, long toLength) {
        try {
            return (long) Addressed.SENDTO.invokeExact(fd, address, length, flags, toAddress, toLength);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long readv(long fd, long iovecsAddress, long count) {
        try {
            return (long) READV.invokeExact(fd, iovecsAddress, count);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long writev(long fd, long iovecsAddress, long count) {
        try {
            return (long) WRITEV.invokeExact(fd, iovecsAddress, count);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long recvmsg(long fd, long messageAddress, long flags) {
        try {
            return (long) RECVMSG.invokeExact(fd, messageAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long sendmsg(long fd, long messageAddress, long flags) {
        try {
            return (long) SENDMSG.invokeExact(fd, messageAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int recvmmsg(long fd, long messagesAddress, long count, long flags) {
        try {
            return (int) (long) RECVMMSG.invokeExact(fd, messagesAddress, count, flags, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int sendmmsg(long fd, long messagesAddress, long count, long flags) {
        try {
            return (int) (long) SENDMMSG.invokeExact(fd, messagesAddress, count, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long sendfile(long outFd, long inFd, long offsetAddress, long count) {
        try {
            return (long) SENDFILE.invokeExact(outFd, inFd, offsetAddress, count);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
