package dev.pollux.system;

/**
 * An open descriptor that an object of the direct floor owns, as the portable floor takes it: a readiness port registers it and
 * knows no system by name. Each descriptor of the Linux floor is one, and each socket of the Windows floor: a SOCKET there has 32
 * bits that mean something. A program does not implement it: a port refuses a descriptor of another system than its own.
 *
 * <p>May be called from any thread.
 *
 * <p>{@link dev.pollux.linux.EventFd} has an example.
 */
public interface OpenDescriptor extends AutoCloseable {
    /**
     * Gives the descriptor's number out, to pass to calls that Pollux does not have. It may be duplicated from this call on. For a
     * message, {@link #number()} is enough.
     *
     * @return a number that means this descriptor until {@link #close()}
     */
    int fd();

    /**
     * {@return the descriptor's number, to name it in a message and not to be passed to any call: that is what {@link #fd()} is
     * for}
     */
    int number();

    /** {@return false once {@link #close()} was called} */
    boolean isOpen();

    /**
     * Closes the descriptor. A second call does nothing. Does not block, except for a socket of Windows whose SO_LINGER is above 0.
     */
    @Override
    void close();
}
