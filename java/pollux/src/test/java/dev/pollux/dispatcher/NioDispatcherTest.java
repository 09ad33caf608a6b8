package dev.pollux.dispatcher;

import dev.pollux.Backend;
import org.junit.jupiter.api.Nested;

/** The contract of dispatchers, on the selector. */
class NioDispatcherTest {
    @Nested
    class TasksAndLife extends TaskContract {
        TasksAndLife() {
            super(Backend.NIO);
        }
    }

    @Nested
    class ConnectTimeouts extends ConnectTimeoutContract {
        ConnectTimeouts() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Builders extends BuilderContract {
        Builders() {
            super(Backend.NIO);
        }
    }

    @Nested
    class SourceCount extends SourceCountContract {
        SourceCount() {
            super(Backend.NIO);
        }
    }

    @Nested
    class AfterClose extends AfterCloseContract {
        AfterClose() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Timers extends TimerContract {
        Timers() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Connections extends ConnectionContract {
        Connections() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Allocation extends AllocationContract {
        Allocation() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Throwing extends ThrowingContract {
        Throwing() {
            super(Backend.NIO);
        }
    }

    @Nested
    class FirstFailures extends FirstFailureContract {
        FirstFailures() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Exhaustion extends DescriptorExhaustionContract {
        Exhaustion() {
            super(Backend.NIO);
        }
    }

    @Nested
    class WriteQueues extends WriteQueueContract {
        WriteQueues() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Fairness extends FairnessContract {
        Fairness() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Waiting extends WaitStrategyContract {
        Waiting() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Death extends DeathContract {
        Death() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Inside extends InsideContract {
        Inside() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Scheduled extends ScheduledExecutorContract {
        Scheduled() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Group extends GroupContract {
        Group() {
            super(Backend.NIO);
        }
    }

    @Nested
    class GroupChurn extends GroupChurnContract {
        GroupChurn() {
            super(Backend.NIO);
        }
    }

    @Nested
    class FlightRecorder extends FlightRecorderContract {
        FlightRecorder() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Kinds extends KindsContract {
        Kinds() {
            super(Backend.NIO);
        }
    }

    @Nested
    class CloseRaces extends CloseRaceContract {
        CloseRaces() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Memory extends MemoryContract {
        Memory() {
            super(Backend.NIO);
        }
    }

    @Nested
    class WriteQueuesOfConnects extends WriteQueueConnectContract {
        WriteQueuesOfConnects() {
            super(Backend.NIO);
        }
    }
}
