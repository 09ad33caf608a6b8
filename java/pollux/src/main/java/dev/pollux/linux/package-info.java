/**
 * Linux's own calls, flag by flag: epoll, io_uring, eventfd, timerfd, pipes and sockets.
 *
 * <p>Nothing blocks except {@link dev.pollux.linux.Epoll#await} and the waits of {@link dev.pollux.linux.IoUring}. Descriptors are closed by whoever opened them. What a call
 * refuses is an {@link java.io.IOException} that names the call, the code and the system's text. {@link
 * dev.pollux.system.SystemCallException#of} finds them.
 */
package dev.pollux.linux;
