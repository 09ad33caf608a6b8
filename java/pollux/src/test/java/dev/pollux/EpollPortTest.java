package dev.pollux;

import org.junit.jupiter.api.Nested;

/** The contract of readiness ports, on epoll by the binding under test. */
class EpollPortTest {
    @Nested
    class Registrations extends RegistrationContract {
        Registrations() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Ready extends ReadinessContract {
        Ready() {
            super(Backend.EPOLL);
        }
    }
}
