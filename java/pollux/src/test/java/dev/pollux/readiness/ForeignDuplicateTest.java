package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.TestBinding;
import dev.pollux.internal.epoll.EpollPort;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.Descriptor;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.UnixAddress;
import dev.pollux.system.BusyPoll;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Duplicates that another process holds, sent to it by SCM_RIGHTS; and what a new epoll set has of the old one itself. */
class ForeignDuplicateTest extends PortContract {
    private static final int F_DUPFD = 0;

    @TempDir
    Path folder;

    ForeignDuplicateTest() {
        super(Backend.EPOLL);
    }

    private interface WhileItIsHeld {
        void run() throws Exception;
    }

    /** Sends a duplicate to another JVM, so that this process has no more than it had before. */
    private void whileAnotherProcessHolds(Descriptor descriptor, WhileItIsHeld action) throws Exception {
        Path name = folder.resolve("socket");
        try (LinuxStreamListener unix = LinuxStreamListener.open(Family.UNIX)) {
            unix.bind(UnixAddress.of(name));
            unix.listen(1);
            Process holder = ChildJvm.start(List.of(), List.of(), DuplicateHolder.class, name.toString());
            try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
                LinuxStreamSocket[] accepted = new LinuxStreamSocket[1];
                Await.until("the other process connects", () -> (accepted[0] = unix.accept()) != null);
                assertEquals(1, opened(accepted[0]).sendDescriptors(ByteBuffer.allocate(1), descriptor));
                assertEquals("holds true", said.readLine());
                action.run();
                assertTrue(holder.isAlive(), "it has held it all the time");
                holder.getOutputStream().close();
                assertEquals(0, holder.waitFor());
            } finally {
                holder.destroyForcibly();
            }
        }
    }

    private long rebuilds() {
        return Inside.of(port).counters.get(LoopCounters.REBUILDS);
    }

    @Test
    void whatWasSentIsDeletedBeforeItIsClosed() throws Exception {
        Connection c = connection();
        register(c.socket(), Interest.READ, new Recorder());
        whileAnotherProcessHolds(Inside.descriptor(c.socket()), () -> {
            c.socket().close();
            c.peerSends("x"); // it is not closed: the other process could read it
            pollForNothing();
            assertWaitsInFull();
            assertEquals(0, rebuilds());
        });
    }

    /** By other means than ours, so nobody knows of it here: the epoll set reports it, turn after turn. */
    @Test
    void whatWasSentBehindOurBackMakesANewSet() throws Exception {
        LinuxCalls calls = TestBinding.linux();
        Connection c = connection();
        register(c.socket(), Interest.READ, new Recorder());
        int duplicate = calls.fcntl(Inside.descriptor(c.socket()).number(), F_DUPFD, 0);
        LinuxStreamSocket adopted = opened(LinuxStreamSocket.adopt(duplicate));
        whileAnotherProcessHolds(adopted, () -> {
            adopted.close();
            c.socket().close();
            c.peerSends("x");
            Await.until("the set is made anew", () -> rebuilds() > 0, () -> port.poll(MOMENT_NANOS));
            pollForNothing();
            assertWaitsInFull();
            assertEquals(1, rebuilds());
        });
    }

    @Test
    void aNewSetPollsAsTheOldOne() throws Exception {
        EpollPort its = (EpollPort) port;
        BusyPoll parameters = new BusyPoll(50, 8, true);
        try {
            its.busyPoll(parameters);
        } catch (UnsupportedOperationException e) {
            Assumptions.abort(e.getMessage());
        }
        its.rebuild().run();
        assertEquals(1, rebuilds());
        try (Epoll current = its.rebuild().begin()) { // which is the old one from now on
            assertNotNull(current);
            assertEquals(parameters, current.busyPoll());
        }
    }
}
