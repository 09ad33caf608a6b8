package dev.pollux.netty.internal.readiness;

import dev.pollux.linux.Descriptor;
import dev.pollux.linux.Epoll;
import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.loop.LoopRegistration;
import dev.pollux.netty.internal.loop.LoopThread;
import dev.pollux.netty.internal.loop.Ready;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;

/** A handle's membership of an {@link EpollPort}. {@link #submit} and {@link #cancel} may be called from any thread. */
final class EpollRegistration extends LoopRegistration {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(EpollRegistration.class);

    private final EpollPort port;
    private final LoopHandle handle;
    private long data;
    private int watched; // the flags that epoll has now. 0: it does not know the descriptor

    EpollRegistration(EpollPort port, LoopHandle handle) {
        this.port = port;
        this.handle = handle;
    }

    void data(long newData) {
        data = newData;
    }

    long data() {
        return data;
    }

    LoopHandle handle() {
        return handle;
    }

    private Descriptor descriptor() {
        return (Descriptor) handle.descriptor(); // of Linux, as its loop is
    }

    /** {@return what the loop's channels share: the memory for a gathering write} */
    @Override
    @SuppressWarnings("unchecked") // Netty's signature: who asks knows the type
    public <T> T attachment() {
        return (T) port.gather();
    }

    @Override
    protected LoopThread thread() {
        return port.thread();
    }

    /** Without flags the descriptor leaves epoll, because errors and a hang-up are told there whatever is asked for. */
    @Override
    protected synchronized void want(int flags) throws IOException {
        if (!isValid() || flags == watched) {
            return;
        }
        if (flags == 0) {
            port.epoll().delete(descriptor());
        } else if (watched == 0) {
            port.epoll().add(descriptor(), flags, data);
        } else {
            port.epoll().modify(descriptor(), flags, data);
        }
        watched = flags;
    }

    /** Tells the handle what it asked for. An earlier event of the batch may have changed that. */
    boolean tell(int flags, Ready ready) {
        int wanted = flags & (watched | Epoll.ERR | Epoll.HUP);
        if (wanted == 0) {
            return false;
        }
        try {
            handle.handle(this, ready.set(wanted));
        } catch (Throwable e) {
            LOG.warn("{} failed to handle an event.", handle, e);
        }
        return true;
    }

    @Override
    protected void leave() {
        // A closed descriptor has left by itself, and its number may be somebody else's by now.
        if (watched != 0 && descriptor().isOpen()) {
            try {
                port.epoll().delete(descriptor());
            } catch (IOException e) {
                LOG.debug("{} was gone from epoll already.", handle, e);
            }
        }
        port.removed(this);
        handle.unregistered();
    }
}
