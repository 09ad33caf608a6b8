package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;

/** What a peer sees of a close while a read is pending, which keeps the system's socket open a little longer. */
@UringTest
class UringResetTest {
    private static int readOfThePeer(Integer linger) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (CompletionDispatcher loop =
                CompletionDispatcher.builder().backend(Backend.IO_URING).open()) {
            CompletionSocket[] served = new CompletionSocket[1];
            CompletionListener listener = loop.port().listen(anyPort, socket -> {
                if (linger != null) {
                    socket.setOption(StandardSocketOptions.SO_LINGER, linger);
                }
                socket.readStream((stream, buffer) -> buffer.giveBack()).submit();
                served[0] = socket;
            });
            try (Socket peer = new Socket()) {
                peer.connect(listener.localAddress());
                while (served[0] == null) {
                    loop.runOnce(-1);
                }
                loop.runOnce(0); // the system has the read now
                served[0].close();
                while (loop.port().pendingOperations() > 1) { // beside the listener's
                    loop.runOnce(1_000_000);
                }
                return peer.getInputStream().read();
            }
        }
    }

    @Test
    void withoutLingerItIsTheEndOfTheStream() throws IOException {
        assertEquals(-1, readOfThePeer(null));
    }

    @Test
    void withLingerOfNoTimeItIsAReset() {
        assertThrows(SocketException.class, () -> readOfThePeer(0));
    }
}
