package dev.pollux.ffm;

import dev.pollux.binding.BindingUnavailableException;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The functions of the C library that the binding calls. They return {@code -errno} in place of -1. The types are what C
 * declares, for the reader: of the arguments their number is used, see {@link Downcall#shape}.
 */
@SuppressWarnings("restricted")
final class LinuxFunction extends Downcall {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final Linker.Option SAVE_ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO = CallState.offset("errno");

    private static final List<LinuxFunction> REQUIRED = new ArrayList<>();

    // epoll.c
    static final LinuxFunction EPOLL_CREATE1 = of("epoll_create1", INT, INT);
    static final LinuxFunction EPOLL_CTL = of("epoll_ctl", INT, INT, INT, INT, ADDRESS);
    static final LinuxFunction EPOLL_WAIT = of("epoll_wait", INT, INT, ADDRESS, INT, INT);
    static final LinuxFunction EPOLL_PWAIT2 = // epfd, events, maxevents, timeout, sigmask
            optional("epoll_pwait2", INT, INT, ADDRESS, INT, ADDRESS, ADDRESS);
    static final LinuxFunction SYSCALL = // number, and as many as the kernel takes
            variadic("syscall", 1, LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG);

    // descriptor.c
    static final LinuxFunction EVENTFD = of("eventfd", INT, INT, INT);
    static final LinuxFunction TIMERFD_CREATE = of("timerfd_create", INT, INT, INT);
    static final LinuxFunction TIMERFD_SETTIME = of("timerfd_settime", INT, INT, INT, ADDRESS, ADDRESS);
    static final LinuxFunction TIMERFD_GETTIME = of("timerfd_gettime", INT, INT, ADDRESS);
    static final LinuxFunction PIPE2 = of("pipe2", INT, ADDRESS, INT);
    static final LinuxFunction OPEN = variadic("open", 2, INT, ADDRESS, INT, INT);
    static final LinuxFunction LSEEK = of("lseek", LONG, INT, LONG, INT);
    static final LinuxFunction FCNTL = variadic("fcntl", 2, INT, INT, INT, INT);
    static final LinuxFunction IOCTL = variadic("ioctl", 2, INT, INT, LONG, ADDRESS);
    static final LinuxFunction CLOSE = of("close", INT, INT);
    static final LinuxFunction READ = of("read", LONG, INT, ADDRESS, LONG);
    static final LinuxFunction WRITE = of("write", LONG, INT, ADDRESS, LONG);

    // socket.c
    static final LinuxFunction SOCKET = of("socket", INT, INT, INT, INT);
    static final LinuxFunction SOCKETPAIR = of("socketpair", INT, INT, INT, INT, ADDRESS);
    static final LinuxFunction BIND = of("bind", INT, INT, ADDRESS, INT);
    static final LinuxFunction LISTEN = of("listen", INT, INT, INT);
    static final LinuxFunction ACCEPT4 = of("accept4", INT, INT, ADDRESS, ADDRESS, INT);
    static final LinuxFunction CONNECT = of("connect", INT, INT, ADDRESS, INT);
    static final LinuxFunction GETSOCKNAME = of("getsockname", INT, INT, ADDRESS, ADDRESS);
    static final LinuxFunction GETPEERNAME = of("getpeername", INT, INT, ADDRESS, ADDRESS);
    static final LinuxFunction GETSOCKOPT = of("getsockopt", INT, INT, INT, INT, ADDRESS, ADDRESS);
    static final LinuxFunction SETSOCKOPT = of("setsockopt", INT, INT, INT, INT, ADDRESS, INT);
    static final LinuxFunction SHUTDOWN = of("shutdown", INT, INT, INT);

    // transfer.c
    static final LinuxFunction RECV = of("recv", LONG, INT, ADDRESS, LONG, INT);
    static final LinuxFunction SEND = of("send", LONG, INT, ADDRESS, LONG, INT);
    static final LinuxFunction RECVFROM = of("recvfrom", LONG, INT, ADDRESS, LONG, INT, ADDRESS, ADDRESS);
    static final LinuxFunction SENDTO = of("sendto", LONG, INT, ADDRESS, LONG, INT, ADDRESS, INT);
    static final LinuxFunction READV = of("readv", LONG, INT, ADDRESS, INT);
    static final LinuxFunction WRITEV = of("writev", LONG, INT, ADDRESS, INT);
    static final LinuxFunction RECVMSG = of("recvmsg", LONG, INT, ADDRESS, INT);
    static final LinuxFunction SENDMSG = of("sendmsg", LONG, INT, ADDRESS, INT);
    static final LinuxFunction RECVMMSG = of("recvmmsg", INT, INT, ADDRESS, INT, INT, ADDRESS);
    static final LinuxFunction SENDMMSG = of("sendmmsg", INT, INT, ADDRESS, INT, INT);
    static final LinuxFunction SENDFILE = of("sendfile", LONG, INT, INT, ADDRESS, LONG);

    // file.c
    static final LinuxFunction PREADV = of("preadv", LONG, INT, ADDRESS, INT, LONG);
    static final LinuxFunction PWRITEV = of("pwritev", LONG, INT, ADDRESS, INT, LONG);
    static final LinuxFunction FSYNC = of("fsync", INT, INT);
    static final LinuxFunction FDATASYNC = of("fdatasync", INT, INT);
    static final LinuxFunction FTRUNCATE = of("ftruncate", INT, INT, LONG);

    // uring.c
    static final LinuxFunction MMAP = of("mmap", ADDRESS, ADDRESS, LONG, INT, INT, INT, LONG);
    static final LinuxFunction MUNMAP = of("munmap", INT, ADDRESS, LONG);

    private final String cName;
    private final int arguments;
    private final boolean returnsInt;
    private final Linker.Option[] options;

    private LinuxFunction(String cName, MemoryLayout result, MemoryLayout[] arguments, Linker.Option... options) {
        this.cName = cName;
        this.arguments = arguments.length;
        this.returnsInt = result == INT;
        this.options = options;
    }

    private static LinuxFunction of(String cName, MemoryLayout result, MemoryLayout... arguments) {
        return required(new LinuxFunction(cName, result, arguments, SAVE_ERRNO));
    }

    /** Declared with {@code ...} after so many arguments. */
    private static LinuxFunction variadic(String cName, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        Linker.Option variadic = Linker.Option.firstVariadicArg(fixed);
        return required(new LinuxFunction(cName, result, arguments, SAVE_ERRNO, variadic));
    }

    private static LinuxFunction required(LinuxFunction function) {
        REQUIRED.add(function);
        return function;
    }

    /** Not every C library has it: to be asked for before it is called. */
    private static LinuxFunction optional(String cName, MemoryLayout result, MemoryLayout... arguments) {
        return new LinuxFunction(cName, result, arguments, SAVE_ERRNO);
    }

    boolean exists() {
        return find(LIBRARY).isPresent();
    }

    private Optional<MemorySegment> find(SymbolLookup library) {
        return library.find(cName);
    }

    /** Looks every function up without linking it: cheap, and what is missing is known before the binding is chosen. */
    static void requireAll() throws BindingUnavailableException {
        requireAll(LIBRARY);
    }

    static void requireAll(SymbolLookup library) throws BindingUnavailableException {
        for (LinuxFunction function : REQUIRED) {
            if (function.find(library).isEmpty()) {
                throw new BindingUnavailableException(
                        "the C library has no function " + function.cName, "use a newer C library", null);
            }
        }
    }

    @Override
    MethodHandle link() {
        MethodHandle downcall = LINKER.downcallHandle(find(LIBRARY).orElseThrow(), shape(arguments), options);
        return CallState.taken(downcall, MethodHandles.lookup(), returnsInt ? "ofInt" : "ofLong");
    }

    @SuppressWarnings("unused") // through handles, as that below
    private static long ofInt(long result) {
        return (int) result == -1 ? -CallState.code(ERRNO) : (int) result;
    }

    @SuppressWarnings("unused")
    private static long ofLong(long result) {
        return result == -1 ? -CallState.code(ERRNO) : result;
    }
}
