package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.dispatcher.DispatcherStateContract;
import dev.pollux.dispatcher.TimerStateContract;
import org.junit.jupiter.api.Nested;

/** The contract of readiness ports, on Windows's driver of sockets. */
class AfdPortTest {
    @Nested
    class ForeignLoops extends ForeignLoopContract {
        ForeignLoops() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Registrations extends RegistrationContract {
        Registrations() {
            super(Backend.AFD);
        }
    }

    @Nested
    class SeveralPorts extends SeveralPortsContract {
        SeveralPorts() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Channels extends ChannelContract {
        Channels() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Descriptors extends DescriptorContract {
        Descriptors() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Churn extends ChurnContract {
        Churn() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Datagrams extends DatagramContract {
        Datagrams() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Unix extends UnixContract {
        Unix() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Buffers extends BufferContract {
        Buffers() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Ready extends ReadinessContract {
        Ready() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Wakeup extends WakeupContract {
        Wakeup() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Time extends TimeContract {
        Time() {
            super(Backend.AFD);
        }
    }

    @Nested
    class CloseAndReuse extends CloseAndReuseContract {
        CloseAndReuse() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Errors extends ErrorsContract {
        Errors() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Messages extends MessagesContract {
        Messages() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Load extends LoadContract {
        Load() {
            super(Backend.AFD);
        }
    }

    @Nested
    class Sockets extends SocketContract {
        Sockets() {
            super(Backend.AFD);
        }
    }

    @Nested
    class TimerStates extends TimerStateContract {
        TimerStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class RegistrationStates extends RegistrationStateContract {
        RegistrationStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class FileStates extends FileStateContract {
        FileStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class WriteQueueStates extends WriteQueueStateContract {
        WriteQueueStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class PortStates extends PortStateContract {
        PortStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class DispatcherStates extends DispatcherStateContract {
        DispatcherStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class SocketStates extends SocketStateContract {
        SocketStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class ListenerStates extends ListenerStateContract {
        ListenerStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class DatagramStates extends DatagramStateContract {
        DatagramStates() {
            super(Backend.AFD);
        }
    }

    @Nested
    class FailedAdds extends FailedAddContract {
        FailedAdds() {
            super(Backend.AFD);
        }
    }
}
