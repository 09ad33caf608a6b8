package dev.pollux.internal.epoll;

import dev.pollux.Backend;
import dev.pollux.internal.readiness.AbstractPollable;
import dev.pollux.linux.Descriptor;
import dev.pollux.readiness.DescriptorSource;
import java.util.Objects;

/** A descriptor: one of the direct floor, or a plain number. */
public final class EpollDescriptorSource extends AbstractPollable implements DescriptorSource, EpollSource {
    private final Descriptor descriptor; // null for a plain number
    private final int number;
    private volatile boolean closed;

    public EpollDescriptorSource(Descriptor descriptor) {
        this.descriptor = Objects.requireNonNull(descriptor);
        number = descriptor.number();
    }

    public EpollDescriptorSource(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("not a descriptor: " + fd);
        }
        descriptor = null;
        number = fd;
    }

    @Override
    public int fd() {
        return descriptor != null ? descriptor.fd() : number;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public boolean isOpen() {
        return !closed && (descriptor == null || descriptor.isOpen());
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean isForeign() {
        return true;
    }

    @Override
    public void closeSource() {
        closed = true;
        if (descriptor != null) {
            descriptor.close();
        }
    }

    @Override
    public String toString() {
        return descriptor != null
                ? descriptor.toString()
                : "DescriptorSource[fd " + number + (closed ? ", closed]" : "]");
    }
}
