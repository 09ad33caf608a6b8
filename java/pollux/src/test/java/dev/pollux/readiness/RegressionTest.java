package dev.pollux.readiness;

import dev.pollux.Backend;
import org.junit.jupiter.api.Nested;

/** Named bugs, on each backend. */
class RegressionTest {
    @Nested
    class Epoll extends RegressionContract {
        Epoll() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Nio extends RegressionContract {
        Nio() {
            super(Backend.NIO);
        }
    }
}
