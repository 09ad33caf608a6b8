package dev.pollux.linux;

import java.nio.ByteBuffer;

/**
 * Who is at the other end of a Unix socket, as of when it connected or began to listen ({@code struct ucred}, unix(7)).
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * PeerCredentials peer = socket.peerCredentials();
 * if (peer.uid() != 0) {
 *     socket.close();
 * }
 * }</pre>
 *
 * @param pid the process, or 0 if it is not visible from this process's namespace
 * @param uid its effective user
 * @param gid its effective group
 */
public record PeerCredentials(int pid, int uid, int gid) {
    static final int SIZE = 12;

    static PeerCredentials get(ByteBuffer memory, int at) {
        return new PeerCredentials(memory.getInt(at), memory.getInt(at + 4), memory.getInt(at + 8));
    }
}
