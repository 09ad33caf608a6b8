package dev.pollux;

import dev.pollux.system.OpenDescriptor;
import java.util.Objects;

/**
 * A Linux descriptor that is registered with a {@link ReadinessPort} on epoll: what {@link Registration#source()} returns
 * then. It is an {@link OpenDescriptor} of the direct floor, or a plain number.
 *
 * <p>{@link #close()} closes an {@link OpenDescriptor}; a number is borrowed, and never closed by Pollux. Close its registration
 * before the number.
 */
public final class DescriptorSource extends Pollable {
    private final OpenDescriptor descriptor; // null for a plain number
    private final int number;
    private volatile boolean closed;

    DescriptorSource(OpenDescriptor descriptor) {
        this.descriptor = Objects.requireNonNull(descriptor);
        number = descriptor.number();
    }

    DescriptorSource(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("not a descriptor: " + fd);
        }
        descriptor = null;
        number = fd;
    }

    /**
     * The descriptor's number, to pass to calls that Pollux does not have. From any thread.
     *
     * <p>It may be duplicated from this call on. So each of its registrations is deleted from the kernel before the descriptor
     * is closed, which costs a system call: see {@link OpenDescriptor#fd()}. For a message, {@link #number()} is enough.
     *
     * @return the number
     */
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

    /** Null if all that is known is a number. */
    @Override
    OpenDescriptor descriptor() {
        return descriptor;
    }

    /**
     * The descriptor's number, to name it in a message, and not to be passed to any call: that is what {@link #fd()} is for.
     * From any thread.
     *
     * @return the number
     */
    @Override
    public int number() {
        return number;
    }

    @Override
    boolean isForeign() {
        return true;
    }

    @Override
    void closeSource() {
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
