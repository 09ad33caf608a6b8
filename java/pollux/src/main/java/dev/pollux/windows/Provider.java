package dev.pollux.windows;

import static dev.pollux.windows.Windows.CALLS;

import dev.pollux.internal.socket.OptionValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A socket's protocol provider (WSAPROTOCOL_INFOW), and the addresses of its extension functions. Never changes, and one for
 * each catalog entry: of sockets that this process opened itself, the family and the type tell which.
 */
final class Provider {
    private static final int SIO_GET_EXTENSION_FUNCTION_POINTER = 0xC800_0006;
    private static final int GUID_SIZE = 16;

    // WSAPROTOCOL_INFOW
    private static final int INFO_SIZE = 628;
    private static final int SERVICE_FLAGS = 0;
    private static final int CATALOG_ENTRY_ID = 36;
    private static final int ADDRESS_FAMILY = 76;
    private static final int SOCKET_TYPE = 88;

    /** dwServiceFlags1: its sockets are the system's own handles. */
    private static final int XP1_IFS_HANDLES = 0x20000;

    // Each GUID as two little-endian longs.
    private static final long WSAID_ACCEPTEX = 0x11CF_CBAC_B536_7DF1L;
    private static final long WSAID_GETACCEPTEXSOCKADDRS = 0x11CF_CBAC_B536_7DF2L;
    private static final long WSAID_TRANSMITFILE = 0x11CF_CBAC_B536_7DF0L;
    private static final long WSAID_MSWSOCK_END = 0x92A1_485F_8000_CA95L; // of the three above
    private static final long WSAID_CONNECTEX = 0x4660_DDF3_25A2_07B9L;
    private static final long WSAID_CONNECTEX_END = 0x3E06_748C_E576_E98EL;
    private static final long WSAID_DISCONNECTEX = 0x436F_8630_7FDA_2E11L;
    private static final long WSAID_DISCONNECTEX_END = 0x57C1_EEA6_36F5_31A0L;

    private static final Map<Integer, Provider> BY_ENTRY = new ConcurrentHashMap<>();
    private static final Provider[][] OWN = new Provider[Family.values().length][WinsockSocket.SOCK_DGRAM + 1];

    final int family;
    final int type;
    final boolean hasRealHandles;

    /** Addresses of functions, or 0 for what the provider lacks. */
    final long acceptEx;

    final long getAcceptExSockaddrs;
    final long connectEx;
    final long disconnectEx;
    final long transmitFile;

    /** False if a function could not be asked for, for a reason that may pass: then the next socket asks again. */
    private boolean complete = true;

    private Provider(long socket, ByteBuffer info) throws IOException {
        family = info.getInt(Scratch.OPTION + ADDRESS_FAMILY);
        type = info.getInt(Scratch.OPTION + SOCKET_TYPE);
        hasRealHandles = (info.getInt(Scratch.OPTION + SERVICE_FLAGS) & XP1_IFS_HANDLES) != 0;
        acceptEx = function(socket, WSAID_ACCEPTEX, WSAID_MSWSOCK_END);
        getAcceptExSockaddrs = function(socket, WSAID_GETACCEPTEXSOCKADDRS, WSAID_MSWSOCK_END);
        connectEx = function(socket, WSAID_CONNECTEX, WSAID_CONNECTEX_END);
        disconnectEx = function(socket, WSAID_DISCONNECTEX, WSAID_DISCONNECTEX_END);
        transmitFile = function(socket, WSAID_TRANSMITFILE, WSAID_MSWSOCK_END);
    }

    /** The provider of a socket that WSASocketW made for this family and type, without protocol information. */
    static Provider ofOwn(long socket, Family family, int type) throws IOException {
        Provider known = OWN[family.ordinal()][type]; // a race reads null, and looks again
        if (known == null) {
            known = of(socket);
            if (known.complete) {
                OWN[family.ordinal()][type] = known;
            }
        }
        return known;
    }

    /** The provider of any socket: SO_PROTOCOL_INFOW. */
    static Provider of(long socket) throws IOException {
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(Scratch.LENGTH, INFO_SIZE);
        int result = CALLS.getsockopt(
                socket,
                WindowsSocketOptions.SOCKET,
                WindowsSocketOptions.SO_PROTOCOL_INFO,
                Scratch.at(scratch, Scratch.OPTION),
                Scratch.at(scratch, Scratch.LENGTH));
        if (result < 0) {
            throw Errors.of("getsockopt", result, "SO_PROTOCOL_INFOW of socket 0x" + Long.toHexString(socket));
        }
        OptionValues.checkWhole(scratch.getInt(Scratch.LENGTH), INFO_SIZE, "SO_PROTOCOL_INFOW");
        int entry = scratch.getInt(Scratch.OPTION + CATALOG_ENTRY_ID);
        Provider known = BY_ENTRY.get(entry);
        if (known == null) {
            known = new Provider(socket, scratch);
            if (known.complete) {
                BY_ENTRY.put(entry, known);
            }
        }
        return known;
    }

    /** Whether a socket listens: SO_ACCEPTCONN. False if the system does not tell. */
    static boolean isListening(long socket) {
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(Scratch.LENGTH, 4).putInt(Scratch.OPTION, 0);
        int result = CALLS.getsockopt(
                socket,
                WindowsSocketOptions.SOCKET,
                WindowsSocketOptions.SO_ACCEPTCONN,
                Scratch.at(scratch, Scratch.OPTION),
                Scratch.at(scratch, Scratch.LENGTH));
        return result >= 0 && scratch.get(Scratch.OPTION) != 0;
    }

    /** 0 if the provider lacks it, or does not tell now. */
    private long function(long socket, long guid, long guidEnd) throws IOException {
        ByteBuffer scratch = Scratch.get();
        scratch.putLong(Scratch.ADDRESS, guid).putLong(Scratch.ADDRESS + 8, guidEnd);
        scratch.putLong(Scratch.VALUE, 0);
        int result = CALLS.wsaIoctl(
                socket,
                SIO_GET_EXTENSION_FUNCTION_POINTER,
                Scratch.at(scratch, Scratch.ADDRESS),
                GUID_SIZE,
                Scratch.at(scratch, Scratch.VALUE),
                8,
                Scratch.at(scratch, Scratch.LENGTH));
        if (result >= 0) {
            return scratch.getLong(Scratch.VALUE);
        }
        if (WinError.isOutOfMemory(-result)) {
            throw Errors.of(
                    "WSAIoctl", result, "SIO_GET_EXTENSION_FUNCTION_POINTER of socket 0x" + Long.toHexString(socket));
        }
        complete &= result == -WinError.WSAEINVAL || result == -WinError.WSAEOPNOTSUPP;
        return 0;
    }

    static long checked(long function, String name) {
        if (function == 0) {
            throw new UnsupportedOperationException("the socket's protocol provider has no " + name);
        }
        return function;
    }
}
