package dev.pollux.dispatcher;

import dev.pollux.Backend;
import org.junit.jupiter.api.Nested;

/** The contract of dispatchers, on Windows's driver of sockets. */
class AfdDispatcherTest {
    @Nested
    class TasksAndLife extends TaskContract {
        TasksAndLife() {
            super(Backend.AFD);
        }
    }

    @Nested
    class ConnectTimeouts extends ConnectTimeoutContract {
        ConnectTimeouts() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Builders extends BuilderContract {
        Builders() {
            super(Backend.AFD);
        }
    }

    @Nested
    class SourceCount extends SourceCountContract {
        SourceCount() {
            super(Backend.AFD);
        }
    }

    @Nested
    class AfterClose extends AfterCloseContract {
        AfterClose() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Timers extends TimerContract {
        Timers() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Connections extends ConnectionContract {
        Connections() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Allocation extends AllocationContract {
        Allocation() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Throwing extends ThrowingContract {
        Throwing() {
            super(Backend.AFD);
        }
    }

    @Nested
    class FirstFailures extends FirstFailureContract {
        FirstFailures() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Exhaustion extends DescriptorExhaustionContract {
        Exhaustion() {
            super(Backend.AFD);
        }
    }

    @Nested
    class WriteQueues extends WriteQueueContract {
        WriteQueues() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Fairness extends FairnessContract {
        Fairness() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Waiting extends WaitStrategyContract {
        Waiting() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Death extends DeathContract {
        Death() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Inside extends InsideContract {
        Inside() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Scheduled extends ScheduledExecutorContract {
        Scheduled() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Group extends GroupContract {
        Group() {
            super(Backend.AFD);
        }
    }

    @Nested
    class GroupChurn extends GroupChurnContract {
        GroupChurn() {
            super(Backend.AFD);
        }
    }

    @Nested
    class FlightRecorder extends FlightRecorderContract {
        FlightRecorder() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Kinds extends KindsContract {
        Kinds() {
            super(Backend.AFD);
        }
    }

    @Nested
    class CloseRaces extends CloseRaceContract {
        CloseRaces() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Memory extends MemoryContract {
        Memory() {
            super(Backend.AFD);
        }
    }

    @Nested
    class WriteQueuesOfConnects extends WriteQueueConnectContract {
        WriteQueuesOfConnects() {
            super(Backend.AFD);
        }
    }
}
