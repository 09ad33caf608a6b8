package dev.pollux.readiness;

/**
 * Is a Linux descriptor that is registered with a {@link ReadinessPort} on epoll. {@link Registration#source()} returns it. It is
 * an {@link dev.pollux.system.OpenDescriptor} of the direct floor, or a plain number.
 *
 * <p>{@link #close()} closes an {@link dev.pollux.system.OpenDescriptor}. A number is borrowed, and Pollux never closes it. Close its
 * registration before the number.
 *
 * <p>All methods may be called from any thread. {@link ReadinessPort#register(int, Interest, TriggerMode, ReadinessCallback)} has
 * an example.
 */
public interface DescriptorSource extends Pollable {
    /**
     * Returns the descriptor's number, to pass to calls that Pollux does not have.
     *
     * <p>It may be duplicated from this call on. So each of its registrations is deleted from the kernel before the descriptor
     * is closed, which costs a system call: see {@link dev.pollux.system.OpenDescriptor#fd()}. For a message, {@link #number()} is
     * enough.
     *
     * @return the number
     */
    int fd();

    /**
     * Returns the descriptor's number, to name it in a message. Do not pass it to a call: {@link #fd()} is meant for that.
     *
     * @return the number
     */
    int number();
}
