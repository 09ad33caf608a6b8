package dev.pollux;

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
}
