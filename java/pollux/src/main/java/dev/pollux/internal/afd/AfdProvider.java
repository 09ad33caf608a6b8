package dev.pollux.internal.afd;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.Platform;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.ReadinessBackendProvider;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Windows's driver of sockets. */
public final class AfdProvider implements ReadinessBackendProvider {
    @Override
    public Backend kind() {
        return Backend.AFD;
    }

    @Override
    public String whyUnavailable() {
        if (!Platform.isWindows()) {
            return "it is Windows's, and this is " + System.getProperty("os.name");
        }
        return BindingRegistry.windowsCalls() == null ? BindingRegistry.refusals() : AfdProbe.refusal();
    }

    @Override
    public String binding() {
        return BindingRegistry.chosen();
    }

    @Override
    public AbstractReadinessPort open(String choice) throws IOException {
        return AfdPort.open(choice);
    }

    @Override
    public void rehearse(ReadinessDispatcher loop, ReadinessCallback callback, ByteBuffer buffer) throws IOException {
        AfdRehearsal.play(loop, callback);
    }
}
