package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of extension.c. */
class WindowsExtensionCallsTest extends WindowsCallsContract {
    private static final long LISTENER = 0x8000000000000002L;
    private static final long CLIENT = 0x8000000000000003L;
    private static final int SOL_SOCKET = 0xffff;
    private static final int SO_UPDATE_CONNECT_CONTEXT = 0x7010;
    private static final int GENERIC_READ = 0x80000000;
    private static final int OPEN_EXISTING = 3;

    @TempDir
    Path directory;

    /** A bound socket, which ConnectEx asks for. */
    private long client() {
        long client = tcp();
        assertEquals(0, calls.bind(client, at(loopback()), SOCKADDR_IN));
        return client;
    }

    @Test
    void connectionCarriesItsFirstBytes() {
        long accepting = port();
        long connecting = port();
        long listener = listener();
        long accepted = tcp();
        long client = client();
        associate(accepting, listener, LISTENER);
        associate(connecting, client, CLIENT);
        int output = reserve(16 + 2 * ADDRESS_ROOM);
        int accept = overlapped();
        assertEquals(-ERROR_IO_PENDING, accept(listener, accepted, output, 16, accept));
        int connect = overlapped();
        assertBegun(
                1,
                calls.connectEx(
                        extension(client, CONNECT_EX),
                        client,
                        at(addressOf(listener)),
                        SOCKADDR_IN,
                        at(bytes("hello, too long")),
                        5,
                        at(reserve(4)),
                        at(connect)));
        assertEquals(5, completed(connecting, CLIENT, connect));
        assertEquals(5, completed(accepting, LISTENER, accept));
        assertEquals("hello", bytesAt(output, 5));
        assertEquals(0, calls.setsockopt(client, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, 0, 0));
        updateAccepted(listener, accepted);
        assertNames(listener, client, output);

        assertEquals(2, calls.send(accepted, at(bytes("ok")), 2, 0));
        assertEquals(2, calls.recv(client, at(output), 16, 0));
        assertEquals("ok", bytesAt(output, 2));
    }

    private void assertNames(long listener, long client, int output) {
        int local = reserve(8);
        int localLength = reserve(4);
        int remote = reserve(8);
        int remoteLength = reserve(4);
        assertEquals(
                0,
                calls.getAcceptExSockaddrs(
                        extension(listener, GET_ACCEPT_EX_SOCKADDRS),
                        at(output),
                        16,
                        ADDRESS_ROOM,
                        ADDRESS_ROOM,
                        at(local),
                        at(localLength),
                        at(remote),
                        at(remoteLength)));
        assertEquals(SOCKADDR_IN, memory.getInt(localLength));
        assertEquals(SOCKADDR_IN, memory.getInt(remoteLength));
        int localOffset = (int) (memory.getLong(local) - at(0));
        int remoteOffset = (int) (memory.getLong(remote) - at(0));
        assertEquals(memory.getLong(addressOf(listener)), memory.getLong(localOffset));
        assertEquals(memory.getLong(addressOf(client)), memory.getLong(remoteOffset));
    }

    @Test
    void connectionIsDisconnected() {
        long[] pair = pair();
        long port = port();
        associate(port, pair[0], CLIENT);
        int disconnect = overlapped();
        assertBegun(1, calls.disconnectEx(extension(pair[0], DISCONNECT_EX), pair[0], at(disconnect), 0));
        completed(port, CLIENT, disconnect);
        assertEquals(0, calls.recv(pair[1], at(reserve(16)), 16, 0));
    }

    @Test
    void fileIsTransmittedFromAnOffsetBetweenHeadAndTail() throws IOException {
        Path path = Files.writeString(directory.resolve("file"), "0123456789");
        long file = opened(calls.createFile(at(text(path.toString())), GENERIC_READ, 7, 0, OPEN_EXISTING, 0));
        long[] pair = pair();
        long port = port();
        associate(port, pair[0], CLIENT);
        int headAndTail = reserve(32);
        memory.putLong(headAndTail, at(bytes("<<"))).putInt(headAndTail + 8, 2);
        memory.putLong(headAndTail + 16, at(bytes(">"))).putInt(headAndTail + 24, 1);
        int transmit = overlapped();
        memory.putInt(transmit + 16, 3);
        long function = extension(pair[0], TRANSMIT_FILE);
        assertBegun(1, calls.transmitFile(function, pair[0], file, 4, 0, at(transmit), at(headAndTail), 0));
        assertEquals(7, completed(port, CLIENT, transmit));
        int buffer = reserve(16);
        int received = 0;
        while (received < 7) {
            int now = calls.recv(pair[1], at(buffer + received), 16 - received, 0);
            assertTrue(now > 0, () -> "received " + now);
            received += now;
        }
        assertEquals("<<3456>", bytesAt(buffer, 7));
    }

    @Test
    void errorsAreNegativeCodes() {
        long listener = listener();
        long client = client();
        int buffer = reserve(2 * ADDRESS_ROOM);
        int overlapped = overlapped();
        long acceptEx = extension(listener, ACCEPT_EX);
        long connectEx = extension(client, CONNECT_EX);
        assertEquals(
                -WSAENOTSOCK,
                calls.acceptEx(
                        acceptEx,
                        BAD_HANDLE,
                        tcp(),
                        at(buffer),
                        0,
                        ADDRESS_ROOM,
                        ADDRESS_ROOM,
                        at(reserve(4)),
                        at(overlapped)));
        assertEquals(
                -WSAENOTSOCK,
                calls.connectEx(
                        connectEx, BAD_HANDLE, at(loopback()), SOCKADDR_IN, 0, 0, at(reserve(4)), at(overlapped)));
        assertEquals( // not bound
                -WSAEINVAL,
                calls.connectEx(
                        connectEx, tcp(), at(addressOf(listener)), SOCKADDR_IN, 0, 0, at(reserve(4)), at(overlapped)));
        assertEquals(-WSAENOTSOCK, calls.disconnectEx(extension(client, DISCONNECT_EX), BAD_HANDLE, at(overlapped), 0));
        assertEquals(
                -WSAENOTCONN,
                calls.transmitFile(extension(client, TRANSMIT_FILE), client, 0, 0, 0, at(overlapped), 0, 0));
    }
}
