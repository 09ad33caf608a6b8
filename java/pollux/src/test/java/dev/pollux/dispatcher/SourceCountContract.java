package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.linux.EventFd;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.UdpSocket;
import java.nio.channels.Pipe;
import org.junit.jupiter.api.Test;

/** What is closed is no source any more, whoever has closed it, and before the loop has turned. */
abstract class SourceCountContract extends DispatcherContract {
    SourceCountContract(Backend backend) {
        super(backend);
    }

    private static final ReadinessCallback NOTHING = (registration, readiness) -> {};

    @Test
    void ourOwn() throws Exception {
        assertEquals(0, dispatcher.sourceCount());
        UdpSocket socket = opened(dispatcher.openUdpSocket());
        Registration registration = dispatcher.register(socket, Interest.READ, NOTHING);
        assertEquals(1, dispatcher.sourceCount());
        registration.pause();
        assertEquals(1, dispatcher.sourceCount());
        registration.close();
        assertEquals(0, dispatcher.sourceCount());
        dispatcher.register(socket, Interest.READ, NOTHING);
        assertEquals(1, dispatcher.sourceCount());
        socket.close();
        assertEquals(0, dispatcher.sourceCount());
        dispatcher.runOnce(0);
        assertEquals(0, dispatcher.sourceCount());
    }

    @Test
    void channelsThatTheProgramCloses() throws Exception {
        for (int i = 0; i < 3; i++) {
            Pipe pipe = Pipe.open();
            opened(pipe.sink());
            opened(pipe.source()).configureBlocking(false);
            dispatcher.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, NOTHING);
            assertEquals(1, dispatcher.sourceCount());
            pipe.source().close();
            assertEquals(0, dispatcher.sourceCount());
        }
    }

    @Test
    void descriptorsThatTheProgramCloses() throws Exception {
        assumeTrue(dispatcher.port().capabilities().contains(Capability.DESCRIPTORS), () -> backend + " has none");
        EventFd event = opened(EventFd.create());
        dispatcher.register(event, Interest.READ, TriggerMode.LEVEL, NOTHING);
        assertEquals(1, dispatcher.sourceCount());
        event.close();
        assertEquals(0, dispatcher.sourceCount());
    }

    @Test
    void ofAMovedOneAndAfterTheClose() throws Exception {
        ReadinessDispatcher other =
                opened(ReadinessDispatcher.builder().backend(backend).open());
        Registration registration = dispatcher.register(opened(dispatcher.openUdpSocket()), Interest.READ, NOTHING);
        dispatcher.move(registration, other);
        assertEquals(0, dispatcher.sourceCount());
        assertEquals(1, other.sourceCount());
        other.close();
        assertEquals(0, other.sourceCount());
    }
}
