package dev.pollux.internal.epoll;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.Platform;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.ReadinessBackendProvider;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Linux's epoll. */
public final class EpollProvider implements ReadinessBackendProvider {
    @Override
    public Backend kind() {
        return Backend.EPOLL;
    }

    @Override
    public String whyUnavailable() {
        if (BindingRegistry.linuxCalls() != null) {
            return null;
        }
        return Platform.isWindows() ? "it is Linux's, and this is Windows" : BindingRegistry.refusals();
    }

    @Override
    public String binding() {
        return BindingRegistry.chosen();
    }

    @Override
    public AbstractReadinessPort open(String choice) throws IOException {
        return EpollPort.open(choice);
    }

    @Override
    public void rehearse(ReadinessDispatcher loop, ReadinessCallback callback, ByteBuffer buffer) throws IOException {
        EpollRehearsal.play(loop, callback, buffer);
    }
}
