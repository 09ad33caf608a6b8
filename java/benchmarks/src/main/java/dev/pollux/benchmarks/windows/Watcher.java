package dev.pollux.benchmarks.windows;

import dev.pollux.Backend;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Waits until a byte can be read, and reads it. */
abstract class Watcher {
    private final ByteBuffer octet = ByteBuffer.allocateDirect(1);
    private long told;

    abstract String description();

    abstract void add(SocketChannel channel) throws IOException;

    abstract void remove(SocketChannel channel) throws IOException;

    abstract void change(SocketChannel channel, boolean reads) throws IOException;

    abstract void poll(long timeoutNanos) throws IOException;

    abstract void wakeup();

    final long told() {
        return told;
    }

    final void read(SelectableChannel channel) throws IOException {
        if (((SocketChannel) channel).read(octet.clear()) == 1) {
            told++;
        }
    }

    /** A port of Pollux's. */
    static final class OfPort extends Watcher {
        private final ReadinessPort port;
        private final Map<SocketChannel, Registration> registrations = new IdentityHashMap<>();

        OfPort(Backend backend) throws IOException {
            port = ReadinessPort.open(backend);
        }

        @Override
        String description() {
            return "Pollux, " + port.describe();
        }

        @Override
        void add(SocketChannel channel) throws IOException {
            registrations.put(
                    channel,
                    port.register(
                            channel, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> read(channel)));
        }

        @Override
        void remove(SocketChannel channel) {
            registrations.remove(channel).close();
        }

        @Override
        void change(SocketChannel channel, boolean reads) {
            registrations.get(channel).modify(reads ? Interest.READ : Interest.READ_WRITE);
        }

        @Override
        void poll(long timeoutNanos) throws IOException {
            port.poll(timeoutNanos);
        }

        @Override
        void wakeup() {
            port.wakeup();
        }
    }

    /** The JDK's selector. */
    static final class OfSelector extends Watcher implements Consumer<SelectionKey> {
        private final Selector selector = Selector.open();

        OfSelector() throws IOException {}

        @Override
        String description() {
            return "Selector, " + selector.getClass().getSimpleName();
        }

        @Override
        void add(SocketChannel channel) throws IOException {
            channel.register(selector, SelectionKey.OP_READ);
        }

        @Override
        void remove(SocketChannel channel) {
            channel.keyFor(selector).cancel();
        }

        @Override
        void change(SocketChannel channel, boolean reads) {
            channel.keyFor(selector)
                    .interestOps(reads ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }

        @Override
        void poll(long timeoutNanos) throws IOException {
            if (timeoutNanos == 0) {
                selector.selectNow(this);
            } else {
                selector.select(this);
            }
        }

        @Override
        public void accept(SelectionKey key) {
            try {
                read(key.channel());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        void wakeup() {
            selector.wakeup();
        }
    }
}
