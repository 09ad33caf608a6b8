package dev.pollux;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection that is accepted, read, and answered by a loop of the caller's: for programs that ask whether it serves. */
public final class OneEcho {
    private OneEcho() {}

    /** {@return what came back of 42, or 0 if the connection has ended before} Turns the loop meanwhile. */
    public static int by(ReadinessDispatcher loop) throws Exception {
        StreamListener listener = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), socket -> {
            loop.register(socket, Interest.READ, (registration, readiness) -> {
                ByteBuffer buffer = ByteBuffer.allocate(1);
                if (socket.read(buffer) > 0) {
                    socket.write(buffer.flip());
                }
            });
        });
        try (SocketChannel peer = SocketChannel.open(listener.localAddress())) {
            peer.write(ByteBuffer.wrap(new byte[] {42}));
            peer.configureBlocking(false);
            ByteBuffer answer = ByteBuffer.allocate(1);
            Await.until("the echo", () -> peer.read(answer) != 0, () -> loop.runOnce(1_000_000));
            return answer.get(0);
        }
    }
}
