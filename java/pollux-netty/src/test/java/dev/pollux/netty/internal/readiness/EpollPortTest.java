package dev.pollux.netty.internal.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pollux.linux.Epoll;
import dev.pollux.linux.EventFd;
import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.loop.LoopLink;
import dev.pollux.netty.internal.loop.LoopThread;
import dev.pollux.netty.internal.loop.Ready;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A loop's epoll instance, and those that come and go. The test's thread is the loop's. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class EpollPortTest {
    private static final int MANY = 1000;

    private EpollPort port;

    @BeforeEach
    void open() throws IOException {
        port = new EpollPort(new LoopThread(new ThreadAwareExecutor() {
            @Override
            public boolean isExecutorThread(Thread thread) {
                return true;
            }

            @Override
            public void execute(Runnable task) {
                task.run();
            }
        }));
    }

    @AfterEach
    void close() {
        port.close();
    }

    /** What a channel is to its loop. */
    private final class Handle implements LoopHandle {
        final EventFd counter = EventFd.create();
        final LoopLink link = new LoopLink(Epoll.IN, 0);
        int told;
        int registered;

        Handle() throws IOException {
            link.attach(port.register(this));
            link.arm();
        }

        @Override
        public EventFd descriptor() {
            return counter;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            told += ((Ready) event).flags();
        }

        @Override
        public void registered() {
            registered++;
        }

        @Override
        public void unregistered() {
            registered--;
        }

        @Override
        public void close() {
            counter.close();
        }
    }

    /** A loop that lives for months would keep every channel that it ever had. */
    @Test
    void whoHasLeftLeavesNoSlotTaken() throws IOException {
        for (int i = 0; i < MANY; i++) {
            Handle handle = new Handle();
            assertEquals(1, handle.registered);
            if (i % 2 == 0) {
                handle.counter.close(); // as a channel's close does: before its registration ends
            }
            handle.link.detach();
            handle.counter.close();
            assertEquals(0, handle.registered);
        }
        assertEquals(1, port.slotsUsed(), "slots are used once only");
    }

    @Test
    void whoComesAfterSomebodyIsToldOfNothingThatWasHis() throws IOException {
        Handle before = new Handle();
        before.counter.add(1);
        port.await(0);
        before.link.detach();
        Handle after = new Handle();
        port.deliver();
        assertEquals(0, before.told);
        assertEquals(0, after.told);
        after.counter.add(1);
        port.await(0);
        port.deliver();
        assertEquals(Epoll.IN, after.told);
        assertEquals(0, before.told);
        after.close();
        before.close();
    }

    @Test
    void itsEndClosesWhatIsRegisteredAndTellsIt() throws IOException {
        List<Handle> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(new Handle());
        }
        port.close();
        for (Handle each : all) {
            assertFalse(each.counter.isOpen());
            assertEquals(0, each.registered);
        }
    }
}
