package dev.pollux.history;

import static dev.pollux.history.ReadinessStep.ASK;
import static dev.pollux.history.ReadinessStep.CONNECT;
import static dev.pollux.history.ReadinessStep.PAUSE;
import static dev.pollux.history.ReadinessStep.PEER_SHUTS;
import static dev.pollux.history.ReadinessStep.PEER_WRITES;
import static dev.pollux.history.ReadinessStep.POLL;
import static dev.pollux.history.ReadinessStep.REGISTER;
import static dev.pollux.history.ReadinessStep.RESUME;
import static dev.pollux.history.ReadinessStep.SHUT_OUTPUT;
import static dev.pollux.history.Step.now;

import dev.pollux.Backend;
import dev.pollux.Backends;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Random histories of a program with readiness ports: each backend tells what the model allows, and all that it demands. */
class ReadinessHistoryTest {
    private static final int STEPS = 60_000;
    private static final int EDGE_READ = 20; // with the first port

    /** On one backend. */
    abstract static class Contract {
        private final Backend backend;

        Contract(Backend backend) {
            this.backend = backend;
        }

        @Test
        void everyHistoryIsTheModels() {
            Backends.require(backend);
            new Histories<>(ReadinessStep.values(), step -> step.weight)
                    .check("readiness on " + backend, STEPS, this::run);
        }

        /** Found by seed 32183: paused and resumed between two waits, so that the kernel never learned of the pause. */
        @Test
        void whatIsReadyIsToldAfterEachPause() throws Exception {
            Backends.require(backend);
            run(List.of(
                    now(CONNECT, 0, 0),
                    now(REGISTER, 0, EDGE_READ),
                    now(PEER_WRITES, 0, 0),
                    now(POLL, 0, 0),
                    now(PAUSE, 0, 0),
                    now(RESUME, 0, 0)));
        }

        /** Found by seed 1096: both have ended their halves, and the kernel has no peer's address any more. */
        @Test
        void aConnectionThatIsOverNeedsNoAddress() throws Exception {
            Backends.require(backend);
            run(List.of(now(CONNECT, 0, 0), now(SHUT_OUTPUT, 0, 0), now(PEER_SHUTS, 0, 0), now(ASK, 0, 0)));
        }

        private void run(List<Step<ReadinessStep>> history) throws Exception {
            ReadinessWorld.run(backend, history);
        }
    }

    @Nested
    class OnEpoll extends Contract {
        OnEpoll() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class OnNio extends Contract {
        OnNio() {
            super(Backend.NIO);
        }
    }
}
