package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.FileSource;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;

/** What a readiness port and its dispatcher have alike: they open sources and register them. */
public interface Sources {
    Backend backend();

    String describe();

    void wakeup();

    StreamListener openListener() throws IOException;

    StreamListener openListener(StandardProtocolFamily family) throws IOException;

    UdpSocket openUdpSocket() throws IOException;

    FileSource openFile(Path path) throws IOException;

    Registration register(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    Registration register(SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    Registration register(OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    Registration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback) throws IOException;

    /** A port's. */
    record OfPort(ReadinessPort port) implements Sources {
        @Override
        public Backend backend() {
            return port.backend();
        }

        @Override
        public String describe() {
            return port.describe();
        }

        @Override
        public void wakeup() {
            port.wakeup();
        }

        @Override
        public StreamListener openListener() throws IOException {
            return port.openListener();
        }

        @Override
        public StreamListener openListener(StandardProtocolFamily family) throws IOException {
            return port.openListener(family);
        }

        @Override
        public UdpSocket openUdpSocket() throws IOException {
            return port.openUdpSocket();
        }

        @Override
        public FileSource openFile(Path path) throws IOException {
            return port.openFile(path);
        }

        @Override
        public Registration register(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
                throws IOException {
            return port.register(source, interest, mode, callback);
        }

        @Override
        public Registration register(
                SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
                throws IOException {
            return port.register(channel, interest, mode, callback);
        }

        @Override
        public Registration register(
                OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
                throws IOException {
            return port.register(descriptor, interest, mode, callback);
        }

        @Override
        public Registration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback)
                throws IOException {
            return port.register(fd, interest, mode, callback);
        }
    }

    /** A dispatcher's. */
    record OfDispatcher(ReadinessDispatcher loop) implements Sources {
        @Override
        public Backend backend() {
            return loop.backend();
        }

        @Override
        public String describe() {
            return loop.describe();
        }

        @Override
        public void wakeup() {
            loop.wakeup();
        }

        @Override
        public StreamListener openListener() throws IOException {
            return loop.openListener();
        }

        @Override
        public StreamListener openListener(StandardProtocolFamily family) throws IOException {
            return loop.openListener(family);
        }

        @Override
        public UdpSocket openUdpSocket() throws IOException {
            return loop.openUdpSocket();
        }

        @Override
        public FileSource openFile(Path path) throws IOException {
            return loop.openFile(path);
        }

        @Override
        public Registration register(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
                throws IOException {
            return loop.register(source, interest, mode, callback);
        }

        @Override
        public Registration register(
                SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
                throws IOException {
            return loop.register(channel, interest, mode, callback);
        }

        @Override
        public Registration register(
                OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
                throws IOException {
            return loop.register(descriptor, interest, mode, callback);
        }

        @Override
        public Registration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback)
                throws IOException {
            return loop.register(fd, interest, mode, callback);
        }
    }
}
