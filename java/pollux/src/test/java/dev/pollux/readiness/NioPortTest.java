package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.dispatcher.DispatcherStateContract;
import dev.pollux.dispatcher.TimerStateContract;
import org.junit.jupiter.api.Nested;

/** The contract of readiness ports, on the selector. */
class NioPortTest {
    @Nested
    class ForeignLoops extends ForeignLoopContract {
        ForeignLoops() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Registrations extends RegistrationContract {
        Registrations() {
            super(Backend.NIO);
        }
    }

    @Nested
    class SeveralPorts extends SeveralPortsContract {
        SeveralPorts() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Channels extends ChannelContract {
        Channels() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Descriptors extends DescriptorContract {
        Descriptors() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Churn extends ChurnContract {
        Churn() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Datagrams extends DatagramContract {
        Datagrams() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Unix extends UnixContract {
        Unix() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Buffers extends BufferContract {
        Buffers() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Ready extends ReadinessContract {
        Ready() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Wakeup extends WakeupContract {
        Wakeup() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Time extends TimeContract {
        Time() {
            super(Backend.NIO);
        }
    }

    @Nested
    class CloseAndReuse extends CloseAndReuseContract {
        CloseAndReuse() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Errors extends ErrorsContract {
        Errors() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Messages extends MessagesContract {
        Messages() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Load extends LoadContract {
        Load() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Sockets extends SocketContract {
        Sockets() {
            super(Backend.NIO);
        }
    }

    @Nested
    class TimerStates extends TimerStateContract {
        TimerStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class RegistrationStates extends RegistrationStateContract {
        RegistrationStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class FileStates extends FileStateContract {
        FileStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class WriteQueueStates extends WriteQueueStateContract {
        WriteQueueStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class PortStates extends PortStateContract {
        PortStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class DispatcherStates extends DispatcherStateContract {
        DispatcherStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class SocketStates extends SocketStateContract {
        SocketStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class ListenerStates extends ListenerStateContract {
        ListenerStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class DatagramStates extends DatagramStateContract {
        DatagramStates() {
            super(Backend.NIO);
        }
    }

    @Nested
    class FailedAdds extends FailedAddContract {
        FailedAdds() {
            super(Backend.NIO);
        }
    }
}
