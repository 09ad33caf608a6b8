package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import java.io.IOException;

/**
 * A process that can be polled (pidfd_open(2)): readable once it has ended. It means that process for ever, also when the system has given
 * its number to another. The process may be a child or not. It never blocks, and has nothing to read.
 *
 * <p>All methods may be called from any thread.
 *
 * <pre>{@code
 * PidFd process = PidFd.open(child.pid());
 * epoll.add(process, Epoll.IN, 4L);
 * process.close(); // once it is readable: it has ended
 * }</pre>
 */
public final class PidFd extends Descriptor {
    private PidFd(int fd) {
        super(fd);
    }

    /**
     * Opens a process: pidfd_open(2), which Linux has since 5.3.
     *
     * <p>The number of a child is certain for as long as nobody has waited for it. The JDK waits for those of {@link Process} itself, as
     * soon as they end. For any other number, the process may have ended before, and another have it. Who has to be certain asks {@link
     * ProcessHandle.Info#startInstant()} after this call.
     *
     * @param pid the process's number: {@link Process#pid()} or {@link ProcessHandle#pid()}
     * @return the descriptor
     * @throws IllegalArgumentException if it is no number of a process: below 1, or beyond an int
     * @throws IOException ESRCH if there is no such process, EINVAL if it is a thread of one, ENOSYS before Linux 5.3, or EPERM where a
     *     container does not allow the call
     */
    public static PidFd open(long pid) throws IOException {
        if (pid < 1 || pid > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a process's number: " + pid);
        }
        Linux.require();
        int fd = CALLS.pidfdOpen((int) pid, 0); // O_CLOEXEC is set by itself
        if (fd < 0) {
            throw Errors.of("pidfd_open", fd, "process " + pid);
        }
        return owner(fd, PidFd::new);
    }
}
