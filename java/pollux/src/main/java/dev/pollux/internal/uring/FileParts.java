package dev.pollux.internal.uring;

import dev.pollux.internal.loop.ShortLock;

/** The parts of files that are not being sent, with their memory. All methods may be called from any thread. */
final class FileParts {
    private final ShortLock lock = new ShortLock();
    private FileSending free; // guarded by the lock

    FileSending take() {
        lock.lock();
        try {
            FileSending taken = free;
            if (taken != null) {
                free = taken.nextFree;
                taken.nextFree = null;
                return taken;
            }
        } finally {
            lock.unlock();
        }
        return new FileSending();
    }

    void giveBack(FileSending part) {
        lock.lock();
        part.nextFree = free;
        free = part;
        lock.unlock();
    }

    void trim() {
        lock.lock();
        free = null;
        lock.unlock();
    }
}
