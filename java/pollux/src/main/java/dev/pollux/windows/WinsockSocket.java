package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.internal.socket.OptionValues;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Set;

/**
 * What every socket has: an address family, options, a local address, overlapped operations. It is opened with
 * WSA_FLAG_OVERLAPPED and WSA_FLAG_NO_HANDLE_INHERIT. One of the family INET6 takes IPv4 too.
 *
 * <p>All methods may be called from any thread. Several operations may be pending on one socket. Receives
 * on one stream are filled in the order
 * of submission, but with several threads at one port it takes care to tell that order from their completions.
 *
 * <p>{@link WinsockStreamListener} has an example.
 */
public abstract sealed class WinsockSocket extends OverlappedHandle implements OpenDescriptor
        permits StreamState, WinsockStreamListener, WinsockDatagramSocket {
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int IPPROTO_TCP = 6;
    static final int IPPROTO_UDP = 17;

    private static final int WSA_FLAG_OVERLAPPED = 0x1;
    private static final int WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
    private static final int FIONBIO = 0x8004_667E;
    private static final int FILE_SKIP_COMPLETION_PORT_ON_SUCCESS = 0x1;
    private static final int FILE_SKIP_SET_EVENT_ON_HANDLE = 0x2;

    private final Family family;
    final Provider provider;
    private final boolean adopted;

    /** Whose SOCKET it is, and who is a user for as long as this one has not given it back. Null: it is this one's own. */
    private final WinsockSocket lender;

    private volatile Iocp port; // of the one that owns the SOCKET
    private volatile boolean skipOnSuccess;
    private volatile boolean bound;
    private volatile boolean nonBlocking;

    WinsockSocket(long socket, Family family, Provider provider, boolean adopted) {
        super(socket);
        this.family = family;
        this.provider = provider;
        this.adopted = adopted;
        lender = null;
    }

    /** A second object of a SOCKET, of which the caller has made a use. */
    WinsockSocket(WinsockSocket lender) {
        super(lender.handle());
        family = lender.family;
        provider = lender.provider;
        adopted = lender.adopted;
        skipOnSuccess = lender.skipOnSuccess;
        bound = lender.bound;
        this.lender = lender;
    }

    static long open(Family family, int type) throws IOException {
        Winsock.start();
        ByteBuffer scratch = Scratch.get(); // before there is a socket that would stay open without it
        int protocol = family == Family.UNIX ? 0 : type == SOCK_STREAM ? IPPROTO_TCP : IPPROTO_UDP;
        long socket = CALLS.wsaSocket(family.code, type, protocol, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
        if (socket < 0) {
            if (family == Family.UNIX && isUnknownFamily((int) -socket)) {
                throw new UnsupportedOperationException("Unix sockets need Windows 10 1803 or newer; this is "
                        + System.getProperty("os.version") + " (WSASocketW: " + WinError.name((int) -socket) + ")");
            }
            throw Errors.of("WSASocketW", socket, family.toString());
        }
        if (family == Family.INET6) {
            scratch.putInt(Scratch.VALUE, 0);
            boolean done = false;
            try {
                // On is the default here. Where it can't be turned off there is no IPv4 to be taken.
                CALLS.setsockopt(
                        socket,
                        WindowsSocketOptions.IPV6_V6ONLY.level(),
                        WindowsSocketOptions.IPV6_V6ONLY.number(),
                        Scratch.at(scratch, Scratch.VALUE),
                        4);
                done = true;
            } finally {
                if (!done) {
                    CALLS.closesocket(socket);
                }
            }
        }
        return socket;
    }

    private static boolean isUnknownFamily(int code) {
        return code == WinError.WSAEAFNOSUPPORT
                || code == WinError.WSAEPFNOSUPPORT
                || code == WinError.WSAEPROTONOSUPPORT
                || code == WinError.WSAESOCKTNOSUPPORT
                || code == WinError.WSAEPROTOTYPE
                || code == WinError.WSAEINVAL;
    }

    /** Closes a socket of which no object could be made, for lack of memory for instance. What is thrown stays. */
    static void closeSocketUnless(boolean made, long socket) {
        if (!made) {
            CALLS.closesocket(socket);
        }
    }

    /** {@return its address family} */
    public final Family family() {
        return family;
    }

    /** {@return the SOCKET, as {@link #handle()}: only 32 bits of it mean something} */
    @Override
    public final int fd() {
        return (int) handle();
    }

    /** {@return the SOCKET, as {@link #handle()}: only 32 bits of it mean something} */
    @Override
    public final int number() {
        return (int) handle();
    }

    /**
     * Tells whether this socket's completions come through a port, to which {@link Iocp#associate(OverlappedHandle, long)} has
     * bound it.
     *
     * @param its the port
     * @return true if it is this socket's, for as long as the SOCKET is open
     */
    public final boolean isAssociatedWith(Iocp its) {
        return owner().port == its;
    }

    final void associated(Iocp its) {
        owner().port = its;
    }

    private WinsockSocket owner() {
        return lender == null ? this : lender;
    }

    @Override
    final boolean isSocket() {
        return true;
    }

    @Override
    final boolean skipsOnSuccess() {
        return skipOnSuccess;
    }

    /** {@return true if {@link #setSkipOnSuccess()} was called} */
    public final boolean isSkipOnSuccess() {
        return skipOnSuccess;
    }

    /**
     * Lets what completes at once not go through the port: SetFileCompletionNotificationModes with
     * FILE_SKIP_COMPLETION_PORT_ON_SUCCESS and FILE_SKIP_SET_EVENT_ON_HANDLE. A submission may then return {@link
     * Overlapped#DONE}. There is no way back. Nothing may be pending.
     *
     * @return true if it is so from now on, or false if the socket's protocol provider does not give out the system's own
     *     handles (it lacks XP1_IFS_HANDLES), and packets would come or not as they like
     * @throws UnsupportedOperationException if it is a datagram socket (a datagram that is cut off comes through the port even
     *     if it does so at once), or an adopted one (others may not know of it)
     * @throws IOException if the system refuses
     */
    public final boolean setSkipOnSuccess() throws IOException {
        if (this instanceof WinsockDatagramSocket || adopted) {
            throw new UnsupportedOperationException(
                    (adopted ? "an adopted" : "a datagram") + " socket's completions all come through the port");
        }
        if (!provider.hasRealHandles) {
            return false;
        }
        long socket = acquire();
        try {
            int result = CALLS.setFileCompletionNotificationModes(
                    socket, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE);
            if (result <= 0) {
                throw Errors.of("SetFileCompletionNotificationModes", result, describe());
            }
            skipOnSuccess = true;
            return true;
        } finally {
            release();
        }
    }

    /**
     * Gives the socket an address: bind.
     *
     * @param address the local address. Port 0 lets the system choose one
     * @throws java.net.BindException if the address is in use, or not this machine's
     * @throws UnsupportedAddressTypeException if it is not of this socket's family
     * @throws IOException if the system refuses for another reason
     */
    public final void bind(SocketAddress address) throws IOException {
        long socket = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            int length = Sockaddr.put(scratch, Scratch.ADDRESS, address, family);
            int result = CALLS.bind(socket, Scratch.at(scratch, Scratch.ADDRESS), length);
            if (result < 0) {
                throw Errors.of("bind", result, describe() + ", address " + address);
            }
            bound = true;
        } finally {
            release();
        }
    }

    /** Binds a socket that has no address yet to the wildcard one. */
    final void bindWildcard() throws IOException {
        if (bound) {
            return;
        }
        try {
            bind(family == Family.INET6 ? anyInet6() : new InetSocketAddress(0));
        } catch (IOException e) {
            if (!isBoundAlready(e)) {
                throw e;
            }
            bound = true;
        }
    }

    private static boolean isBoundAlready(IOException e) {
        SystemCallException cause = SystemCallException.of(e);
        return cause != null && cause.code() == WinError.WSAEINVAL;
    }

    private static InetSocketAddress anyInet6() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 0);
        } catch (UnknownHostException e) {
            throw new AssertionError("an array of 16 bytes is always an address", e);
        }
    }

    /**
     * {@return the socket's own address, or null if it has none yet: getsockname}
     *
     * @throws IOException if the socket is closed
     */
    public final SocketAddress localAddress() throws IOException {
        long socket = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            scratch.putInt(Scratch.LENGTH, Sockaddr.SIZE);
            int result = CALLS.getsockname(
                    socket, Scratch.at(scratch, Scratch.ADDRESS), Scratch.at(scratch, Scratch.LENGTH));
            if (result == -WinError.WSAEINVAL) { // not bound
                return null;
            }
            if (result < 0) {
                throw Errors.of("getsockname", result, describe());
            }
            return Sockaddr.get(scratch, Scratch.ADDRESS, scratch.getInt(Scratch.LENGTH));
        } finally {
            release();
        }
    }

    /** {@return the address that it is connected to, or null if it is not: getpeername} */
    final SocketAddress peerAddress() throws IOException {
        long socket = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            scratch.putInt(Scratch.LENGTH, Sockaddr.SIZE);
            int result = CALLS.getpeername(
                    socket, Scratch.at(scratch, Scratch.ADDRESS), Scratch.at(scratch, Scratch.LENGTH));
            if (result == -WinError.WSAENOTCONN) {
                return null;
            }
            if (result < 0) {
                throw Errors.of("getpeername", result, describe());
            }
            return Sockaddr.get(scratch, Scratch.ADDRESS, scratch.getInt(Scratch.LENGTH));
        } finally {
            release();
        }
    }

    /**
     * Sets an option: setsockopt.
     *
     * @param option one of {@link java.net.StandardSocketOptions} or {@link WindowsSocketOptions}, or one made by {@link
     *     WindowsSocketOption#ofInt}
     * @param value its new value
     * @param <T> the value's type
     * @throws UnsupportedOperationException if Pollux does not know the option, or knows better (SO_REUSEADDR)
     * @throws IOException WSAENOPROTOOPT if the system doesn't know it, WSAEINVAL, …
     */
    public final <T> void setOption(SocketOption<T> option, T value) throws IOException {
        WindowsSocketOption<T> known = WindowsSocketOptions.known(option);
        int length = known.put(Scratch.get(), Scratch.OPTION, value);
        set(known.name(), known.level(), known.number(), length);
    }

    /**
     * {@return an option's value: getsockopt}
     *
     * @param option one of {@link java.net.StandardSocketOptions} or {@link WindowsSocketOptions}, or one made by {@link
     *     WindowsSocketOption#ofInt}
     * @param <T> the value's type
     * @throws UnsupportedOperationException if Pollux does not know the option
     * @throws IOException WSAENOPROTOOPT if the system doesn't
     */
    public final <T> T getOption(SocketOption<T> option) throws IOException {
        WindowsSocketOption<T> known = WindowsSocketOptions.known(option);
        int length = get(known.name(), known.level(), known.number(), 4);
        return known.get(Scratch.get(), Scratch.OPTION, length);
    }

    /** {@return the options that {@link #setOption} knows by name} */
    public final Set<SocketOption<?>> supportedOptions() {
        return WindowsSocketOptions.all();
    }

    /**
     * Sets any option to raw bytes: setsockopt.
     *
     * @param level the protocol level, SOL_SOCKET (0xFFFF) for instance
     * @param number the option's number at that level
     * @param value its remaining bytes, at most {@value WindowsSocketOption#MAX_LENGTH}. It is left as it is
     * @throws IOException as setsockopt has it
     */
    public final void setRawOption(int level, int number, ByteBuffer value) throws IOException {
        int length = WindowsSocketOption.checkLength(value.remaining());
        Scratch.get().put(Scratch.OPTION, value, value.position(), length);
        set("option " + number, level, number, length);
    }

    /**
     * Reads any option as raw bytes: getsockopt.
     *
     * @param level the protocol level
     * @param number the option's number at that level
     * @param value takes the bytes, at most {@value WindowsSocketOption#MAX_LENGTH}
     * @return the number of bytes
     * @throws IOException as getsockopt has it
     */
    public final int getRawOption(int level, int number, ByteBuffer value) throws IOException {
        NativeBuffers.requireWritable(value);
        int room = WindowsSocketOption.checkLength(value.remaining());
        int length = Math.min(room, get("option " + number, level, number, room));
        value.put(value.position(), Scratch.get(), Scratch.OPTION, length);
        value.position(value.position() + length);
        return length;
    }

    /** Sets an option to what stands in the scratch memory. */
    final void set(String name, int level, int number, int length) throws IOException {
        long socket = acquire();
        try {
            int result = CALLS.setsockopt(socket, level, number, Scratch.at(Scratch.get(), Scratch.OPTION), length);
            if (result < 0) {
                throw Errors.of("setsockopt", result, describe() + ", " + name);
            }
        } finally {
            release();
        }
    }

    /** Reads an option into the scratch memory. Returns its length */
    final int get(String name, int level, int number, int length) throws IOException {
        long socket = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            scratch.putInt(Scratch.LENGTH, length);
            int result = CALLS.getsockopt(
                    socket, level, number, Scratch.at(scratch, Scratch.OPTION), Scratch.at(scratch, Scratch.LENGTH));
            if (result < 0) {
                throw Errors.of("getsockopt", result, describe() + ", " + name);
            }
            return scratch.getInt(Scratch.LENGTH);
        } finally {
            release();
        }
    }

    /**
     * {@return the socket's pending error as a WSA code, 0 if there is none, and clears it: SO_ERROR}
     *
     * @throws IOException if the socket is closed
     */
    public final int takeError() throws IOException {
        int length = get("SO_ERROR", WindowsSocketOptions.SOCKET, WindowsSocketOptions.SO_ERROR, 4);
        OptionValues.checkWhole(length, 4, "SO_ERROR");
        return Scratch.get().getInt(Scratch.OPTION);
    }

    /**
     * Controls a socket's mode: WSAIoctl, without output and not overlapped.
     *
     * @param name what messages call it
     * @param code the control code, one of SIO_…
     * @param value its remaining bytes are the input, at most {@value WindowsSocketOption#MAX_LENGTH}. It is left as it is
     * @throws IOException as WSAIoctl has it
     */
    public final void control(String name, int code, ByteBuffer value) throws IOException {
        int length = WindowsSocketOption.checkLength(value.remaining());
        Scratch.get().put(Scratch.OPTION, value, value.position(), length);
        int result = tryControl(code, length);
        if (result < 0) {
            throw Errors.of("WSAIoctl", result, describe() + ", " + name);
        }
    }

    /** Controls a mode with the input in the scratch memory. Returns the call's result */
    final int tryControl(int code, int length) throws ClosedChannelException {
        long socket = acquire();
        try {
            ByteBuffer scratch = Scratch.get();
            return CALLS.wsaIoctl(
                    socket,
                    code,
                    Scratch.at(scratch, Scratch.OPTION),
                    length,
                    0,
                    0,
                    Scratch.at(scratch, Scratch.LENGTH));
        } finally {
            release();
        }
    }

    /** Makes recv and send not block, once, at the first such call: ioctlsocket with FIONBIO. Overlapped calls don't care. */
    final void setNonBlocking(long socket) throws IOException {
        if (nonBlocking) {
            return;
        }
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(Scratch.VALUE, 1);
        int result = CALLS.ioctlsocket(socket, FIONBIO, Scratch.at(scratch, Scratch.VALUE));
        if (result < 0) {
            throw Errors.of("ioctlsocket", result, describe() + ", FIONBIO");
        }
        nonBlocking = true;
    }

    @Override
    final void closeHandle() {
        if (lender == null) {
            CALLS.closesocket(handle());
        } else {
            lender.release();
        }
    }

    @Override
    public String toString() {
        return super.toString() + " " + family;
    }
}
