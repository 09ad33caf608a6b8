package dev.pollux.examples.guide;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

// guide: first
final class FirstServer {
    static StreamListener serve(ReadinessDispatcher loop, InetSocketAddress address) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024); // one for all: it is empty between two events
        return loop.listen(address, socket -> {
            Registration echo = loop.register(socket, Interest.READ, (registration, readiness) -> {
                WriteQueue queue = (WriteQueue) registration.attachment();
                if (socket.read(buffer.clear()) >= 0) {
                    queue.write(buffer.flip());
                } else {
                    socket.close();
                }
            });
            echo.attach(WriteQueue.open(echo));
        });
    }

    public static void main(String[] args) throws IOException {
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            serve(loop, new InetSocketAddress("127.0.0.1", 9000));
            loop.run();
        }
    }
}
// end
