package dev.pollux.internal.nio;

import dev.pollux.Backend;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.ReadinessBackendProvider;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The JDK's selector. */
public final class NioProvider implements ReadinessBackendProvider {
    @Override
    public Backend kind() {
        return Backend.NIO;
    }

    @Override
    public String whyUnavailable() {
        return null;
    }

    @Override
    public String binding() {
        return "";
    }

    @Override
    public AbstractReadinessPort open(String choice) throws IOException {
        return NioPort.open(choice);
    }

    @Override
    public void rehearse(ReadinessDispatcher loop, ReadinessCallback callback, ByteBuffer buffer) throws IOException {
        NioRehearsal.play(loop, callback);
    }
}
