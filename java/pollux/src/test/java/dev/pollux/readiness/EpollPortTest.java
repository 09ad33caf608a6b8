package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.dispatcher.DispatcherStateContract;
import dev.pollux.dispatcher.TimerStateContract;
import org.junit.jupiter.api.Nested;

/** The contract of readiness ports, on epoll by the binding under test. */
class EpollPortTest {
    @Nested
    class ForeignLoops extends ForeignLoopContract {
        ForeignLoops() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Registrations extends RegistrationContract {
        Registrations() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class SeveralPorts extends SeveralPortsContract {
        SeveralPorts() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Channels extends ChannelContract {
        Channels() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Descriptors extends DescriptorContract {
        Descriptors() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Churn extends ChurnContract {
        Churn() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Datagrams extends DatagramContract {
        Datagrams() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Unix extends UnixContract {
        Unix() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Buffers extends BufferContract {
        Buffers() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Ready extends ReadinessContract {
        Ready() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Wakeup extends WakeupContract {
        Wakeup() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Time extends TimeContract {
        Time() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class CloseAndReuse extends CloseAndReuseContract {
        CloseAndReuse() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Errors extends ErrorsContract {
        Errors() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Messages extends MessagesContract {
        Messages() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Load extends LoadContract {
        Load() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Sockets extends SocketContract {
        Sockets() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class TimerStates extends TimerStateContract {
        TimerStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class RegistrationStates extends RegistrationStateContract {
        RegistrationStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class FileStates extends FileStateContract {
        FileStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class WriteQueueStates extends WriteQueueStateContract {
        WriteQueueStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class PortStates extends PortStateContract {
        PortStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class DispatcherStates extends DispatcherStateContract {
        DispatcherStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class SocketStates extends SocketStateContract {
        SocketStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class ListenerStates extends ListenerStateContract {
        ListenerStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class DatagramStates extends DatagramStateContract {
        DatagramStates() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class FailedAdds extends FailedAddContract {
        FailedAdds() {
            super(Backend.EPOLL);
        }
    }
}
