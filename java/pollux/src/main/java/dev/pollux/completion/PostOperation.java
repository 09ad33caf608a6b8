package dev.pollux.completion;

/**
 * A completion of the program's own. It goes through the port to one of the threads that poll it. Its result is {@link
 * #data()}.
 *
 * <pre>{@code
 * PostOperation done = port.post((operation, data) -> finished(data));
 * worker.execute(() -> done.data(compute()).submit());
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface PostOperation extends Operation<PostOperation> {

    /**
     * Sets what it carries.
     *
     * @param data anything
     * @return this
     * @throws IllegalStateException if it is pending
     */
    PostOperation data(long data);

    /** {@return what it carries} */
    long data();
}
