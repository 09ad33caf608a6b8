package dev.pollux.completion;

import dev.pollux.Await;
import dev.pollux.StateScene;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Lent buffers for tests of what is done with them: of ports of their own, which are closed already. */
final class LentBuffers {
    private LentBuffers() {}

    /** {@return one that holds three bytes} */
    static LentBuffer lent() throws IOException {
        LentBuffer[] lent = new LentBuffer[1];
        try (CompletionPort port = CompletionPort.open()) {
            port.errorHandler((source, failure) -> {});
            CompletionListener listener =
                    port.listen(StateScene.loopback(), socket -> socket.readStream((stream, buffer) -> lent[0] = buffer)
                            .submit());
            try (SocketChannel peer = SocketChannel.open(listener.localAddress())) {
                peer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
                Await.until("a buffer", () -> lent[0] != null, () -> port.poll(100_000_000));
            }
        }
        return lent[0];
    }

    /** {@return one that was given back} */
    static LentBuffer stale() throws IOException {
        LentBuffer buffer = lent();
        buffer.giveBack();
        return buffer;
    }

    static boolean isBack(LentBuffer buffer) {
        try {
            buffer.data();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
