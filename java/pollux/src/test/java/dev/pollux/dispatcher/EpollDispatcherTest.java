package dev.pollux.dispatcher;

import dev.pollux.Backend;
import org.junit.jupiter.api.Nested;

/** The contract of dispatchers, on epoll by the binding under test. */
class EpollDispatcherTest {
    @Nested
    class TasksAndLife extends TaskContract {
        TasksAndLife() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class ConnectTimeouts extends ConnectTimeoutContract {
        ConnectTimeouts() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Builders extends BuilderContract {
        Builders() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class SourceCount extends SourceCountContract {
        SourceCount() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class AfterClose extends AfterCloseContract {
        AfterClose() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Timers extends TimerContract {
        Timers() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Connections extends ConnectionContract {
        Connections() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Allocation extends AllocationContract {
        Allocation() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Throwing extends ThrowingContract {
        Throwing() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class FirstFailures extends FirstFailureContract {
        FirstFailures() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Exhaustion extends DescriptorExhaustionContract {
        Exhaustion() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class WriteQueues extends WriteQueueContract {
        WriteQueues() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Fairness extends FairnessContract {
        Fairness() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Waiting extends WaitStrategyContract {
        Waiting() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Death extends DeathContract {
        Death() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Inside extends InsideContract {
        Inside() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Scheduled extends ScheduledExecutorContract {
        Scheduled() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Group extends GroupContract {
        Group() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class GroupChurn extends GroupChurnContract {
        GroupChurn() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class FlightRecorder extends FlightRecorderContract {
        FlightRecorder() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Kinds extends KindsContract {
        Kinds() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class CloseRaces extends CloseRaceContract {
        CloseRaces() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Memory extends MemoryContract {
        Memory() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class WriteQueuesOfConnects extends WriteQueueConnectContract {
        WriteQueuesOfConnects() {
            super(Backend.EPOLL);
        }
    }
}
