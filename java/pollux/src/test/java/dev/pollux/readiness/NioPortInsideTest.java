package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.internal.nio.NioPort;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Test;

class NioPortInsideTest {
    /** Another thread closes the channel just when the select reports it: the select, and the loop, are to go on. */
    @Test
    void aKeyCancelledWithinTheSelectIsLeftOut() throws Exception {
        try (NioPort port = (NioPort) ReadinessPort.open(Backend.NIO);
                Selector selector = Selector.open();
                ServerSocketChannel channel = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            StreamListener listener = port.openListener();
            Registration registration = port.register(listener, Interest.READ, TriggerMode.LEVEL, (r, readiness) -> {});
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT, registration);
            key.cancel();
            port.note(key);
            assertEquals(0, port.deliver(0));
            listener.close();
        }
    }

    /** A wakeup whose signal came after the wait that it was for. */
    @Test
    void aLateSignalDoesNotCutTheNextTimedWait() throws Exception {
        try (NioPort port = (NioPort) ReadinessPort.open(Backend.NIO)) {
            port.signal();
            long startNanos = System.nanoTime();
            assertEquals(0, port.poll(3_000_000));
            assertTrue(System.nanoTime() - startNanos >= 3_000_000);
        }
    }
}
