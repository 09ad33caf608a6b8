package dev.pollux.ffm;

import static dev.pollux.ffm.Downcall.ADDRESS;
import static dev.pollux.ffm.Downcall.INT;
import static dev.pollux.ffm.Downcall.LONG;

import java.lang.invoke.MethodHandle;

/** The calls of transfer.c. Linked when the first of them is called. */
final class LinuxTransferCalls {
    private static MethodHandle RECV = LinuxDowncall.of(LinuxSymbol.RECV, LONG, INT, ADDRESS, LONG, INT);
    private static MethodHandle SEND = LinuxDowncall.of(LinuxSymbol.SEND, LONG, INT, ADDRESS, LONG, INT);
    private static MethodHandle RECVFROM =
            LinuxDowncall.of(LinuxSymbol.RECVFROM, LONG, INT, ADDRESS, LONG, INT, ADDRESS, ADDRESS);
    private static MethodHandle SENDTO =
            LinuxDowncall.of(LinuxSymbol.SENDTO, LONG, INT, ADDRESS, LONG, INT, ADDRESS, INT);
    private static MethodHandle READV = LinuxDowncall.of(LinuxSymbol.READV, LONG, INT, ADDRESS, INT);
    private static MethodHandle WRITEV = LinuxDowncall.of(LinuxSymbol.WRITEV, LONG, INT, ADDRESS, INT);
    private static MethodHandle RECVMSG = LinuxDowncall.of(LinuxSymbol.RECVMSG, LONG, INT, ADDRESS, INT);
    private static MethodHandle SENDMSG = LinuxDowncall.of(LinuxSymbol.SENDMSG, LONG, INT, ADDRESS, INT);
    private static MethodHandle RECVMMSG = LinuxDowncall.of(LinuxSymbol.RECVMMSG, INT, INT, ADDRESS, INT, INT, ADDRESS);
    private static MethodHandle SENDMMSG = LinuxDowncall.of(LinuxSymbol.SENDMMSG, INT, INT, ADDRESS, INT, INT);
    private static MethodHandle SENDFILE = LinuxDowncall.of(LinuxSymbol.SENDFILE, LONG, INT, INT, ADDRESS, LONG);

    private LinuxTransferCalls() {}

    static long recv(int fd, long address, long length, int flags) {
        try {
            return (long) RECV.invokeExact(fd, address, length, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long send(int fd, long address, long length, int flags) {
        try {
            return (long) SEND.invokeExact(fd, address, length, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long recvfrom(int fd, long address, long length, int flags, long fromAddress, long fromLengthAddress) {
        try {
            return (long) RECVFROM.invokeExact(fd, address, length, flags, fromAddress, fromLengthAddress);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long sendto(int fd, long address, long length, int flags, long toAddress, int toLength) {
        try {
            return (long) SENDTO.invokeExact(fd, address, length, flags, toAddress, toLength);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long readv(int fd, long iovecsAddress, int count) {
        try {
            return (long) READV.invokeExact(fd, iovecsAddress, count);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long writev(int fd, long iovecsAddress, int count) {
        try {
            return (long) WRITEV.invokeExact(fd, iovecsAddress, count);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long recvmsg(int fd, long messageAddress, int flags) {
        try {
            return (long) RECVMSG.invokeExact(fd, messageAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long sendmsg(int fd, long messageAddress, int flags) {
        try {
            return (long) SENDMSG.invokeExact(fd, messageAddress, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int recvmmsg(int fd, long messagesAddress, int count, int flags) {
        try {
            return (int) RECVMMSG.invokeExact(fd, messagesAddress, count, flags, 0L);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static int sendmmsg(int fd, long messagesAddress, int count, int flags) {
        try {
            return (int) SENDMMSG.invokeExact(fd, messagesAddress, count, flags);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }

    static long sendfile(int outFd, int inFd, long offsetAddress, long count) {
        try {
            return (long) SENDFILE.invokeExact(outFd, inFd, offsetAddress, count);
        } catch (Throwable thrown) {
            throw Downcall.failed(thrown);
        }
    }
}
