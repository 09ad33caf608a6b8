package dev.pollux.examples.demo;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** A process for each contender, started when it is first needed. */
final class Children implements AutoCloseable {
    private final Map<ServerUnderTest.Layer, ServerChild> children = new EnumMap<>(ServerUnderTest.Layer.class);
    private final Start start;

    /** How one is started. */
    interface Start {
        ServerChild start(ServerUnderTest.Layer layer) throws IOException;
    }

    Children(Start start) {
        this.start = start;
    }

    ServerChild of(Contender contender) throws IOException {
        ServerChild child = children.get(contender.layer);
        if (child == null) {
            child = start.start(contender.layer);
            children.put(contender.layer, child);
            contender.description(child.description());
        }
        return child;
    }

    @Override
    public void close() {
        children.values().forEach(ServerChild::close);
        children.clear();
    }
}
