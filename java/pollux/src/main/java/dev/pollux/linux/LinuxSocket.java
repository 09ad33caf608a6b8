package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.socket.OptionValues;
import dev.pollux.linux.LinuxSocketOptions.SolSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Set;

/**
 * What every socket has (socket(2)): an address family, options, a local address. Sockets never block: a call that would
 * returns 0, or null.
 *
 * <p>All methods may be called from any thread. Two that send, or receive, on one stream at once get their bytes interleaved.
 *
 * <p>{@link LinuxStreamSocket} has an example of a stream, {@link LinuxDatagramSocket} one of datagrams.
 */
public abstract sealed class LinuxSocket extends Descriptor
        permits StreamState, LinuxStreamListener, LinuxDatagramSocket {
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int FLAGS = Linux.O_CLOEXEC | Linux.O_NONBLOCK; // SOCK_CLOEXEC and SOCK_NONBLOCK are the same bits

    private static final long SIOCINQ = 0x541B;

    private final Family family;

    /** SO_LINGER was set here, or on the listener that it came from: then close(2) may wait. */
    private volatile boolean lingers;

    LinuxSocket(int fd, Family family) {
        this(fd, family, null);
    }

    LinuxSocket(int fd, Family family, LinuxSocket lender) {
        super(fd, lender);
        this.family = family;
    }

    static int open(Family family, int type) throws IOException {
        Linux.require();
        int fd = CALLS.socket(family.code, type | FLAGS, 0);
        if (fd < 0) {
            throw Errors.of("socket", fd, family.toString());
        }
        if (family == Family.INET6) {
            takeBoth(fd);
        }
        return fd;
    }

    /** Clears IPV6_V6ONLY, whatever net.ipv6.bindv6only is: an INET6 socket is for IPv4, too. */
    private static void takeBoth(int fd) throws IOException {
        LinuxSocketOption<Boolean> only = LinuxSocketOptions.IPV6_V6ONLY;
        ByteBuffer memory = Scratch.get().putInt(Scratch.VALUE, 0);
        int result = CALLS.setsockopt(fd, only.level(), only.number(), Scratch.at(memory, Scratch.VALUE), 4);
        if (result < 0) {
            CALLS.close(fd);
            throw Errors.of("setsockopt", result, "descriptor " + fd + ", " + only.name());
        }
    }

    /** {@return its address family} */
    public final Family family() {
        return family;
    }

    /**
     * Gives the socket an address: bind(2).
     *
     * @param address the local address. Port 0 lets the system choose one
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws UnsupportedAddressTypeException if it is not of this socket's family
     * @throws IOException if the system refuses for another reason
     */
    public final void bind(SocketAddress address) throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int length = Sockaddr.put(scratch, Scratch.ADDRESS, address, family);
            int result = CALLS.bind(fd, Scratch.at(scratch, Scratch.ADDRESS), length);
            if (result < 0) {
                throw Errors.of("bind", result, "descriptor " + fd + ", address " + address);
            }
        } finally {
            release();
        }
    }

    /**
     * {@return the socket's own address: getsockname(2)}
     *
     * @throws IOException if the socket is closed
     */
    public final SocketAddress localAddress() throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            scratch.putInt(Scratch.LENGTH, Sockaddr.SIZE);
            int result =
                    CALLS.getsockname(fd, Scratch.at(scratch, Scratch.ADDRESS), Scratch.at(scratch, Scratch.LENGTH));
            if (result < 0) {
                throw Errors.of("getsockname", result, fd);
            }
            return Sockaddr.get(scratch, Scratch.ADDRESS, scratch.getInt(Scratch.LENGTH));
        } finally {
            release();
        }
    }

    /** Asks for the peer's address. Returns the call's result */
    final int getpeername(ByteBuffer scratch, int fd) {
        scratch.putInt(Scratch.LENGTH, Sockaddr.SIZE);
        return CALLS.getpeername(fd, Scratch.at(scratch, Scratch.ADDRESS), Scratch.at(scratch, Scratch.LENGTH));
    }

    /**
     * {@return the address that it is connected to, or null if it is not: getpeername(2)}
     *
     * @throws IOException if the socket is closed
     */
    final SocketAddress peerAddress() throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int result = getpeername(scratch, fd);
            if (result == -Errno.ENOTCONN) {
                return null;
            }
            if (result < 0) {
                throw Errors.of("getpeername", result, fd);
            }
            return Sockaddr.get(scratch, Scratch.ADDRESS, scratch.getInt(Scratch.LENGTH));
        } finally {
            release();
        }
    }

    /**
     * Sets an option: setsockopt(2).
     *
     * @param option one of {@link java.net.StandardSocketOptions} or {@link LinuxSocketOptions}, or one made by {@link
     *     LinuxSocketOption#ofInt}
     * @param value its new value
     * @param <T> the value's type
     * @throws UnsupportedOperationException if Pollux does not know the option
     * @throws IOException ENOPROTOOPT if the kernel doesn't, EINVAL, EPERM, …
     */
    public final <T> void setOption(SocketOption<T> option, T value) throws IOException {
        LinuxSocketOption<T> known = LinuxSocketOptions.known(option, family);
        ByteBuffer memory = Scratch.get();
        int length = known.put(memory, Scratch.CONTROL, value);
        set(known.name(), known.level(), known.number(), Scratch.CONTROL, length);
    }

    /**
     * {@return an option's value: getsockopt(2)}
     *
     * @param option one of {@link java.net.StandardSocketOptions} or {@link LinuxSocketOptions}, or one made by {@link
     *     LinuxSocketOption#ofInt}
     * @param <T> the value's type
     * @throws UnsupportedOperationException if Pollux does not know the option
     * @throws IOException ENOPROTOOPT if the kernel doesn't
     */
    public final <T> T getOption(SocketOption<T> option) throws IOException {
        LinuxSocketOption<T> known = LinuxSocketOptions.known(option, family);
        int length = get(known.name(), known.level(), known.number(), Scratch.CONTROL, LinuxSocketOption.MAX_LENGTH);
        return known.get(Scratch.get(), Scratch.CONTROL, length);
    }

    /** {@return the options that {@link #setOption} knows by name} */
    public final Set<SocketOption<?>> supportedOptions() {
        return LinuxSocketOptions.all();
    }

    /**
     * Sets any option to raw bytes: setsockopt(2).
     *
     * @param level the protocol level, SOL_SOCKET (1) for instance
     * @param number the option's number at that level
     * @param value its remaining bytes, at most {@value LinuxSocketOption#MAX_LENGTH}. It is left as it is
     * @throws IOException as setsockopt(2) has it
     */
    public final void setRawOption(int level, int number, ByteBuffer value) throws IOException {
        int length = LinuxSocketOption.checkLength(value.remaining());
        Scratch.get().put(Scratch.CONTROL, value, value.position(), length);
        set("option " + number, level, number, Scratch.CONTROL, length);
    }

    /**
     * Reads any option as raw bytes: getsockopt(2).
     *
     * @param level the protocol level
     * @param number the option's number at that level
     * @param value takes the bytes, at most {@value LinuxSocketOption#MAX_LENGTH}
     * @return the number of bytes
     * @throws IOException as getsockopt(2) has it
     */
    public final int getRawOption(int level, int number, ByteBuffer value) throws IOException {
        BufferChecks.checkWritable(value);
        int room = LinuxSocketOption.checkLength(value.remaining());
        ByteBuffer memory = Scratch.get();
        int length = Math.min(room, get("option " + number, level, number, Scratch.CONTROL, room));
        value.put(value.position(), memory, Scratch.CONTROL, length);
        value.position(value.position() + length);
        return length;
    }

    /** Sets an option to what stands in the scratch memory. */
    private void set(String name, int level, int number, int at, int length) throws IOException {
        int fd = acquire();
        try {
            if (number == SolSocket.LINGER && level == SolSocket.LEVEL) {
                lingers = true;
            }
            int result = CALLS.setsockopt(fd, level, number, Scratch.at(Scratch.get(), at), length);
            if (result < 0) {
                throw Errors.of("setsockopt", result, "descriptor " + fd + ", " + name);
            }
        } finally {
            release();
        }
    }

    /** Reads an option into the scratch memory. Returns its length */
    final int get(String name, int level, int number, int at, int length) throws IOException {
        int fd = acquire();
        try {
            int result = getsockopt(fd, level, number, at, length);
            if (result < 0) {
                throw Errors.of("getsockopt", result, "descriptor " + fd + ", " + name);
            }
            return result;
        } finally {
            release();
        }
    }

    /** Reads an option that has {@code size} bytes, and not fewer: what lies behind them is of an earlier call */
    final void getWhole(String name, int level, int number, int at, int size) throws IOException {
        OptionValues.checkWhole(get(name, level, number, at, size), size, name);
    }

    /** {@return the length of what was read into the scratch memory, or {@code -errno}} */
    static int getsockopt(int fd, int level, int number, int at, int length) {
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(Scratch.LENGTH, length);
        int result = CALLS.getsockopt(fd, level, number, Scratch.at(scratch, at), Scratch.at(scratch, Scratch.LENGTH));
        return result < 0 ? result : scratch.getInt(Scratch.LENGTH);
    }

    /**
     * {@return the socket's pending error as an errno, 0 if there is none, and clears it: SO_ERROR}
     *
     * @throws IOException if the socket is closed
     */
    public final int takeError() throws IOException {
        getWhole("SO_ERROR", SolSocket.LEVEL, SolSocket.ERROR, Scratch.VALUE, 4);
        return Scratch.get().getInt(Scratch.VALUE);
    }

    /**
     * {@return the socket's pending error as an exception, null if there is none, and clears it: SO_ERROR}
     *
     * @throws IOException if the socket is closed
     */
    public final IOException takeException() throws IOException {
        int error = takeError();
        return error == 0 ? null : Errors.of("SO_ERROR", -error, number());
    }

    /**
     * {@return how many bytes wait to be received. For a datagram socket this is how long the next datagram is: SIOCINQ (tcp(7),
     * udp(7))}
     *
     * @throws IOException EINVAL of a listener, and what else the system refuses for
     */
    public final int bytesToRead() throws IOException {
        return control("SIOCINQ", SIOCINQ);
    }

    /**
     * Makes an exception of the code by which an operation on this socket has failed elsewhere, in a ring for instance.
     *
     * @param call the call's name
     * @param errno the code, as {@link Errno} has it
     * @param to the peer that it was to reach, or null
     * @return the exception, for the caller to throw
     */
    public final IOException failure(String call, int errno, SocketAddress to) {
        return Errors.of(call, -errno, "descriptor " + number() + (to == null ? "" : ", to " + to));
    }

    /** A request whose answer is an int. */
    final int control(String name, long request) throws IOException {
        int fd = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int result = CALLS.ioctl(fd, request, Scratch.at(scratch, Scratch.VALUE));
            if (result < 0) {
                throw Errors.of("ioctl", result, "descriptor " + fd + ", " + name);
            }
            return scratch.getInt(Scratch.VALUE);
        } finally {
            release();
        }
    }

    /** It has the number of another one from now on, which that one gives away. */
    final void takeOver(LinuxSocket before) {
        lingers = before.lingers;
        if (before.isShared()) {
            markShared();
        }
    }

    /** An accepted connection has the options of its listener. */
    final void inheritFrom(LinuxSocket listener) {
        if (listener.lingers || listener.isShared()) {
            lingers = true;
        }
    }

    /**
     * Takes a SO_LINGER above 0 away, for which close(2) would wait, of a socket that does not block, too. What was sent goes to the
     * peer without it as well. The JDK's channels do the same.
     */
    @Override
    final void beforeRelease() {
        if (!lingers && !isShared()) {
            return; // nobody can have set it
        }
        int fd = number();
        int length = getsockopt(fd, SolSocket.LEVEL, SolSocket.LINGER, Scratch.CONTROL, 8);
        ByteBuffer memory = Scratch.get();
        if (length == 8 && memory.getInt(Scratch.CONTROL) != 0 && memory.getInt(Scratch.CONTROL + 4) != 0) {
            memory.putLong(Scratch.CONTROL, 0);
            CALLS.setsockopt(fd, SolSocket.LEVEL, SolSocket.LINGER, Scratch.at(memory, Scratch.CONTROL), 8);
        }
    }

    @Override
    public String toString() {
        return super.toString() + " " + family;
    }
}
