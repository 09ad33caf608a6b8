package dev.pollux.history;

import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** The model of a connection with a peer that is a plain channel. */
final class ConnectionModel {
    final StreamSocket socket;
    final SocketChannel peer;
    final SocketAddress peerAddress;
    final ByteStream toUs;
    final ByteStream toPeer;
    final RegistrationModel[] registrations; // one a port

    boolean peerClosed;
    boolean peerReset;

    /** The peer has gone, and what came later was, or may have been, answered by a reset. */
    boolean mayBeReset;

    /** The system took no more, and the peer has not read all since. */
    boolean isFull;

    ConnectionModel(StreamSocket socket, SocketChannel peer, int tag, int ports) throws IOException {
        this.socket = socket;
        this.peer = peer;
        peerAddress = peer.getLocalAddress();
        toUs = new ByteStream(2 * tag);
        toPeer = new ByteStream(2 * tag + 1);
        registrations = new RegistrationModel[ports];
    }

    /** {@return true if calls may fail because the peer has gone} */
    boolean isBroken() {
        return peerReset || mayBeReset;
    }

    boolean isReadable() {
        return toUs.isReadable() || isBroken();
    }

    boolean isSurelyWritable() {
        return !isFull;
    }

    /** Something has come for whoever waits for edges. */
    void newToRead() {
        for (RegistrationModel each : registrations) {
            if (each != null) {
                each.newToRead = true;
            }
        }
    }

    void newToWrite() {
        for (RegistrationModel each : registrations) {
            if (each != null) {
                each.newToWrite = true;
            }
        }
    }

    void resetByPeer() throws IOException {
        peer.setOption(StandardSocketOptions.SO_LINGER, 0); // no address of it stays in use
        peer.close();
        peerClosed = true;
    }

    void close() throws IOException {
        socket.close();
        for (RegistrationModel each : registrations) {
            if (each != null) {
                each.open = false;
                if (each.its.isOpen()) {
                    throw new AssertionError("its socket is closed: " + each);
                }
            }
        }
        if (!peerClosed) {
            resetByPeer();
        }
    }

    @Override
    public String toString() {
        return socket + " with " + toUs.left() + " bytes to read" + (toUs.isEnded() ? ", then the end" : "")
                + (peerReset ? ", reset" : mayBeReset ? ", perhaps reset" : "") + (isFull ? ", full" : "");
    }
}
