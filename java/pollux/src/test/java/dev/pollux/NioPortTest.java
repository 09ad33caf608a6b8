package dev.pollux;

import org.junit.jupiter.api.Nested;

/** The contract of readiness ports, on the selector. */
class NioPortTest {
    @Nested
    class Registrations extends RegistrationContract {
        Registrations() {
            super(Backend.NIO);
        }
    }

    @Nested
    class Ready extends ReadinessContract {
        Ready() {
            super(Backend.NIO);
        }
    }
}
