package dev.pollux.dispatcher;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/**
 * A program in a class loader of its own, as {@link RedeployTest} loads it again and again: serves an echo on the thread that
 * calls it, by direct and by heap buffers, with a timer and a task, and closes all.
 */
public final class RedeployedServer implements Consumer<String> {
    private static final long TURN_NANOS = 100_000_000;
    private static final String MESSAGE = "served by classes that are dropped then";

    private final ByteBuffer[] buffers = {ByteBuffer.allocateDirect(16), ByteBuffer.allocate(16)};
    private int events; // one callback of each kind, and a read

    /** Called by its name. */
    public RedeployedServer() {}

    @Override
    public void accept(String backend) {
        if (Backend.valueOf(backend) == Backend.IOCP) {
            complete();
            return;
        }
        try (ReadinessDispatcher loop =
                ReadinessDispatcher.builder().backend(Backend.valueOf(backend)).open()) {
            serve(loop);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same by a completion port; another thread closes it, so that this one can't know that it is over. */
    private static void complete() {
        try (CompletionPort port = CompletionPort.open()) {
            long[] read = new long[1];
            CompletionListener listener =
                    port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), socket -> socket.read(
                                    ByteBuffer.allocateDirect(64), (operation, count) -> read[0] = count)
                            .submit());
            port.connect(listener.localAddress(), (operation, none) -> operation
                            .socket()
                            .write(ByteBuffer.allocateDirect(16), (same, count) -> {})
                            .submit())
                    .submit();
            while (read[0] == 0) {
                port.poll(TURN_NANOS);
            }
            Thread closing = new Thread(port::close);
            closing.start();
            closing.join();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(ReadinessDispatcher loop) throws IOException {
        StreamListener listener =
                loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), socket -> served(loop, socket));
        try (SocketChannel client = SocketChannel.open(listener.localAddress())) {
            client.write(ByteBuffer.wrap(MESSAGE.getBytes()));
            client.shutdownOutput();
            loop.schedule(1, () -> events++);
            loop.execute(() -> events++);
            while (events < 3) {
                loop.runOnce(TURN_NANOS);
            }
            ByteBuffer reply = ByteBuffer.allocate(MESSAGE.length() + 1);
            while (client.read(reply) >= 0) {
                // until its end
            }
            if (!new String(reply.array(), 0, reply.position()).equals(MESSAGE)) {
                throw new AssertionError("the reply was " + reply);
            }
        }
    }

    private void served(ReadinessDispatcher loop, StreamSocket socket) throws IOException {
        loop.register(socket, Interest.READ, (registration, readiness) -> {
            int count = 0;
            for (int i = 0; count >= 0; i++) {
                ByteBuffer buffer = buffers[i % buffers.length];
                count = socket.read(buffer.clear());
                if (count == 0) {
                    return;
                }
                socket.write(buffer.flip());
            }
            socket.close();
            events++;
        });
    }
}
