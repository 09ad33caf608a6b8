package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.spi.SelectorProvider;
import org.junit.jupiter.api.Test;

/** A number found in a channel's field is taken for its descriptor only if it looks like that: a JDK may mean another. */
@LinuxTest
class ChannelDescriptorTest {

    /** A channel with the field that the JDK's have. */
    private static final class Source extends Pipe.SourceChannel {
        @SuppressWarnings("unused") // read by reflection
        private final int fdVal;

        Source(int number) {
            super(SelectorProvider.provider());
            fdVal = number;
        }

        @Override
        public int read(ByteBuffer buffer) {
            return 0;
        }

        @Override
        public long read(ByteBuffer[] buffers, int offset, int length) {
            return 0;
        }

        @Override
        public long read(ByteBuffer[] buffers) {
            return 0;
        }

        @Override
        protected void implCloseSelectableChannel() {}

        @Override
        protected void implConfigureBlocking(boolean block) {}
    }

    private static Registration register(ReadinessPort port, int number) throws Exception {
        Source source = new Source(number);
        source.configureBlocking(false);
        return port.register(source, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {});
    }

    @Test
    void anothersNumberIsRefused() throws Exception {
        PipeEnd[] ends = PipeEnd.open();
        try (PipeEnd readable = ends[0];
                PipeEnd writable = ends[1];
                EventFd both = EventFd.create();
                ReadinessPort port = ReadinessPort.open(Backend.EPOLL)) {
            for (int wrong : new int[] {writable.fd(), both.fd(), -1, Integer.MAX_VALUE}) {
                UnsupportedOperationException refusal =
                        assertThrows(UnsupportedOperationException.class, () -> register(port, wrong), "" + wrong);
                assertTrue(refusal.getMessage().contains("is not its descriptor"), refusal::getMessage);
            }
            assertTrue(register(port, readable.fd()).isOpen());
        }
    }
}
