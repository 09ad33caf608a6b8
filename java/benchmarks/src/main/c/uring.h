/*
 * An io_uring of one thread, and a ring of buffers that its receives take from, without liburing. Submissions wait in
 * the ring until the call that waits, too: one system call a turn.
 */
#ifndef POLLUX_BENCHMARKS_URING_H
#define POLLUX_BENCHMARKS_URING_H

#include <errno.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Younger than the headers of some systems. */
#define URING_SETUP_NO_SQARRAY (1U << 16)
#define URING_FEATURE_NO_IOWAIT (1U << 17)
#define URING_ENTER_NO_IOWAIT (1U << 7)

#define BUFFERS_AT_FIRST 64

struct ring {
    int fd;
    unsigned registered; /* its index among the thread's registered rings */
    unsigned enter_flags;
    unsigned *submission_head; /* written by the kernel */
    unsigned *submission_tail;
    unsigned submission_count;
    unsigned submission_next; /* its tail, not told yet */
    struct io_uring_sqe *submissions;
    unsigned *completion_head;
    unsigned *completion_tail; /* written by the kernel */
    unsigned completion_mask;
    unsigned completion_next; /* its head, not told yet */
    struct io_uring_cqe *completions;
};

/*
 * Buffers of one size, by number. The kernel takes the one that was given first, so each that it has is used in turn:
 * it has few at first, which stay in the processor's cache, and twice as many when it has run out of them.
 */
struct buffer_ring {
    struct io_uring_buf_ring *ring;
    char *memory;
    unsigned count; /* a power of two */
    unsigned bytes; /* of each */
    unsigned given; /* so many are the kernel's */
    unsigned tail;  /* not told yet */
    unsigned held;  /* how many of those completions have brought that are not given back */
};

static inline void *uring_map(size_t bytes, int fd, off_t offset) {
    int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED | MAP_POPULATE;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, flags, fd, offset);
    if (memory == MAP_FAILED) {
        perror("mmap");
        exit(1);
    }
    return memory;
}

/* 0, or an error number: of the kernel that has no such rings, or forbids them. */
static inline int ring_open(struct ring *ring, unsigned entries) {
    struct io_uring_params parameters = {
            .flags = IORING_SETUP_CLAMP | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
                     IORING_SETUP_DEFER_TASKRUN | URING_SETUP_NO_SQARRAY,
    };
    int fd = (int)syscall(SYS_io_uring_setup, entries, &parameters);
    if (fd < 0 && errno == EINVAL) {
        parameters = (struct io_uring_params){.flags = parameters.flags & ~URING_SETUP_NO_SQARRAY};
        fd = (int)syscall(SYS_io_uring_setup, entries, &parameters);
    }
    if (fd < 0) {
        return errno;
    }
    struct io_uring_rsrc_update registration = {.offset = UINT32_MAX, .data = (uintptr_t)fd};
    if (syscall(SYS_io_uring_register, fd, IORING_REGISTER_RING_FDS, &registration, 1) != 1) {
        return errno;
    }
    size_t submission_bytes = parameters.sq_off.array + parameters.sq_entries * sizeof(unsigned);
    size_t completion_bytes = parameters.cq_off.cqes + parameters.cq_entries * sizeof(struct io_uring_cqe);
    size_t ring_bytes = submission_bytes > completion_bytes ? submission_bytes : completion_bytes;
    char *memory = uring_map(ring_bytes, fd, IORING_OFF_SQ_RING); /* one mapping: kernels with such flags have that */
    ring->fd = fd;
    ring->registered = registration.offset;
    ring->enter_flags = IORING_ENTER_GETEVENTS | IORING_ENTER_REGISTERED_RING |
                        (parameters.features & URING_FEATURE_NO_IOWAIT ? URING_ENTER_NO_IOWAIT : 0);
    ring->submission_head = (unsigned *)(memory + parameters.sq_off.head);
    ring->submission_tail = (unsigned *)(memory + parameters.sq_off.tail);
    ring->submission_count = parameters.sq_entries;
    ring->submission_next = 0;
    ring->submissions = uring_map(parameters.sq_entries * sizeof(struct io_uring_sqe), fd, IORING_OFF_SQES);
    ring->completion_head = (unsigned *)(memory + parameters.cq_off.head);
    ring->completion_tail = (unsigned *)(memory + parameters.cq_off.tail);
    ring->completion_mask = parameters.cq_entries - 1;
    ring->completion_next = 0;
    ring->completions = (struct io_uring_cqe *)(memory + parameters.cq_off.cqes);
    if (!(parameters.flags & URING_SETUP_NO_SQARRAY)) {
        unsigned *array = (unsigned *)(memory + parameters.sq_off.array);
        for (unsigned i = 0; i < parameters.sq_entries; i++) {
            array[i] = i;
        }
    }
    return 0;
}

/* How many entries can still be filled before the next call. */
static inline unsigned ring_room(const struct ring *ring) {
    return ring->submission_count - (ring->submission_next - __atomic_load_n(ring->submission_head, __ATOMIC_ACQUIRE));
}

/* An entry to fill, all zero but for these. There must be room. */
static inline struct io_uring_sqe *ring_submit(struct ring *ring, int operation, int fd, uint64_t user_data) {
    struct io_uring_sqe *entry = &ring->submissions[ring->submission_next++ & (ring->submission_count - 1)];
    memset(entry, 0, sizeof *entry);
    entry->opcode = (uint8_t)operation;
    entry->fd = fd;
    entry->user_data = user_data;
    return entry;
}

/* Submits all entries, and waits for so many completions: 0 or 1. It may return without one. */
static inline void ring_enter(struct ring *ring, unsigned least) {
    __atomic_store_n(ring->completion_head, ring->completion_next, __ATOMIC_RELEASE);
    __atomic_store_n(ring->submission_tail, ring->submission_next, __ATOMIC_RELEASE);
    unsigned count = ring->submission_next - __atomic_load_n(ring->submission_head, __ATOMIC_ACQUIRE);
    long submitted = syscall(SYS_io_uring_enter, ring->registered, count, least, ring->enter_flags, NULL, 0);
    /* Busy: completions did not fit, and are to be taken first. What was not submitted is so by the next call. */
    if (submitted < 0 && errno != EINTR && errno != EAGAIN && errno != EBUSY) {
        perror("io_uring_enter");
        exit(1);
    }
}

/* The next completion, or NULL. It is good until the next call. */
static inline const struct io_uring_cqe *ring_next(struct ring *ring) {
    if (ring->completion_next == __atomic_load_n(ring->completion_tail, __ATOMIC_ACQUIRE)) {
        return NULL;
    }
    return &ring->completions[ring->completion_next++ & ring->completion_mask];
}

static inline char *buffer_at(const struct buffer_ring *buffers, unsigned number) {
    return buffers->memory + (size_t)number * buffers->bytes;
}

/* A completion has brought a buffer. */
static inline unsigned buffer_take(struct buffer_ring *buffers, const struct io_uring_cqe *completion) {
    buffers->held++;
    return completion->flags >> IORING_CQE_BUFFER_SHIFT;
}

/* The kernel learns of it by buffers_tell. */
static inline void buffer_give_back(struct buffer_ring *buffers, unsigned number) {
    struct io_uring_buf *entry = &buffers->ring->bufs[buffers->tail++ & (buffers->count - 1)];
    entry->addr = (uintptr_t)buffer_at(buffers, number);
    entry->len = buffers->bytes;
    entry->bid = (uint16_t)number;
    buffers->held--;
}

static inline void buffers_tell(const struct buffer_ring *buffers) {
    __atomic_store_n(&buffers->ring->tail, (uint16_t)buffers->tail, __ATOMIC_RELEASE);
}

static inline void buffers_give(struct buffer_ring *buffers, unsigned count) {
    for (; count > 0 && buffers->given < buffers->count; count--) {
        buffers->held++;
        buffer_give_back(buffers, buffers->given++);
    }
}

/* The kernel had none. Others of the same burst will say so, too: it gets more only if it really lacks them. */
static inline void buffers_ran_out(struct buffer_ring *buffers) {
    if (2 * (buffers->given - buffers->held) < buffers->given) {
        buffers_give(buffers, buffers->given);
    }
}

/* Group 0. 0, or an error number. */
static inline int buffers_open(struct buffer_ring *buffers, const struct ring *ring, unsigned count, unsigned bytes) {
    buffers->ring = uring_map(count * sizeof(struct io_uring_buf), -1, 0);
    buffers->memory = uring_map((size_t)count * bytes, -1, 0);
    buffers->count = count;
    buffers->bytes = bytes;
    buffers->given = 0;
    buffers->tail = 0;
    buffers->held = 0;
    buffers_give(buffers, BUFFERS_AT_FIRST);
    buffers_tell(buffers);
    struct io_uring_buf_reg registration = {.ring_addr = (uintptr_t)buffers->ring, .ring_entries = count};
    return syscall(SYS_io_uring_register, ring->fd, IORING_REGISTER_PBUF_RING, &registration, 1) == 0 ? 0 : errno;
}

#endif
