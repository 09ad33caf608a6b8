package dev.pollux.dispatcher;

import dev.pollux.Backend;
import org.junit.jupiter.api.Nested;

/** Class loaders that come and go, on each backend. */
class RedeployTest {
    @Nested
    class Epoll extends RedeployContract {
        Epoll() {
            super(Backend.EPOLL);
        }
    }

    @Nested
    class Iocp extends RedeployContract {
        Iocp() {
            super(Backend.IOCP);
        }
    }

    @Nested
    class Nio extends RedeployContract {
        Nio() {
            super(Backend.NIO);
        }
    }
}
