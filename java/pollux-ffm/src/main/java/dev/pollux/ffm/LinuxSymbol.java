package dev.pollux.ffm;

import dev.pollux.binding.BindingUnavailableException;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;
import java.util.Optional;

/** The functions of the C library that the binding calls, each named as in C except for the case. */
enum LinuxSymbol {
    SYSCALL,
    EPOLL_CREATE1,
    EPOLL_CTL,
    EPOLL_WAIT,

    EVENTFD,
    TIMERFD_CREATE,
    TIMERFD_SETTIME,
    TIMERFD_GETTIME,
    PIPE2,
    OPEN,
    LSEEK,
    FCNTL,
    IOCTL,
    CLOSE,
    READ,
    WRITE,

    SOCKET,
    SOCKETPAIR,
    BIND,
    LISTEN,
    ACCEPT4,
    CONNECT,
    GETSOCKNAME,
    GETPEERNAME,
    GETSOCKOPT,
    SETSOCKOPT,
    SHUTDOWN,

    RECV,
    SEND,
    RECVFROM,
    SENDTO,
    READV,
    WRITEV,
    RECVMSG,
    SENDMSG,
    RECVMMSG,
    SENDMMSG,
    SENDFILE;

    String cName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Optional<MemorySegment> find(SymbolLookup library) {
        return library.find(cName());
    }

    /** Looks every function up without linking it: cheap, and what is missing is known before the binding is chosen. */
    static void requireAll() throws BindingUnavailableException {
        requireAll(Linker.nativeLinker().defaultLookup());
    }

    static void requireAll(SymbolLookup library) throws BindingUnavailableException {
        for (LinuxSymbol symbol : values()) {
            if (symbol.find(library).isEmpty()) {
                throw new BindingUnavailableException(
                        "the C library has no function " + symbol.cName(), "use a newer C library", null);
            }
        }
    }
}
