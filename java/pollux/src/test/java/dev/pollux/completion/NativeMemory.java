package dev.pollux.completion;

import dev.pollux.binding.TestBinding;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Native memory by its address, which this class keeps alive for as long as the tests run. */
public final class NativeMemory {
    private static final Queue<ByteBuffer> KEPT = new ConcurrentLinkedQueue<>();

    final ByteBuffer buffer;
    final long address;

    private NativeMemory(ByteBuffer buffer, long address) {
        this.buffer = buffer;
        this.address = address;
    }

    static NativeMemory of(ByteBuffer direct) {
        KEPT.add(direct);
        return new NativeMemory(direct, addressOf(direct));
    }

    /** Where there is no binding, nobody takes an address, and any will do. */
    public static long addressOf(ByteBuffer buffer) {
        if (!CompletionKind.HAS_BINDING) {
            return 1;
        }
        return CompletionKind.IS_WINDOWS
                ? TestBinding.windows().addressOf(buffer)
                : TestBinding.linux().addressOf(buffer);
    }

    ReadOperation read(CompletionSocket socket) {
        return socket.read(address, buffer.capacity());
    }

    WriteOperation write(CompletionSocket socket) {
        return socket.write(address, buffer.capacity());
    }

    ReceiveOperation receive(CompletionUdpSocket socket) {
        return socket.receive(address, buffer.capacity());
    }

    SendOperation send(CompletionUdpSocket socket) {
        return socket.send(address, buffer.capacity());
    }
}
