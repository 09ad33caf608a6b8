package dev.pollux.netty;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionPort;
import dev.pollux.linux.Epoll;
import dev.pollux.netty.internal.socket.ChannelSockets;

/**
 * Tells whether this transport can be used here, and if not, why.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * IoHandlerFactory factory = Pollux.isAvailable() ? PolluxIoHandler.newFactory() : NioIoHandler.newFactory();
 * }</pre>
 */
public final class Pollux {
    private Pollux() {}

    private static final class Asked {
        static final Throwable CAUSE = ask();

        private static Throwable ask() {
            try {
                if (ChannelSockets.IS_WINDOWS) {
                    CompletionPort.builder().backend(Backend.IOCP).open().close();
                } else {
                    Epoll.create().close();
                }
                return null;
            } catch (Throwable e) {
                return e;
            }
        }
    }

    /** {@return true if an event loop can run on {@link PolluxIoHandler} here} The system is asked once. */
    public static boolean isAvailable() {
        return unavailabilityCause() == null;
    }

    /** {@return why {@link #isAvailable()} is false, with the reason of each refusal, or null if it is true} */
    public static Throwable unavailabilityCause() {
        return Asked.CAUSE;
    }

    /**
     * Fails if this transport can't be used here.
     *
     * @throws UnsupportedOperationException with {@link #unavailabilityCause()}
     */
    public static void ensureAvailability() {
        Throwable cause = unavailabilityCause();
        if (cause != null) {
            throw new UnsupportedOperationException(
                    "Pollux has no transport for Netty here: " + cause.getMessage(), cause);
        }
    }
}
