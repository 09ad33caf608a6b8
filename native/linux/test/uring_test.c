#include "check.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#define ENTRIES 4
#define OFFSET_OF_ENTRIES 0x10000000

/* Of struct io_uring_params, struct io_uring_sqe and struct io_uring_cqe: the header may be older than the kernel. */
struct parameters {
    uint32_t entries, completions, flags, cpu, idle, features, wq, reserved[3];
    uint32_t sq_head, sq_tail, sq_mask, sq_entries, sq_flags, sq_dropped, sq_array, sq_reserved[3];
    uint32_t cq_head, cq_tail, cq_mask, cq_entries, cq_overflow, cq_cqes, cq_flags, cq_reserved[3];
};
struct completion {
    uint64_t user_data;
    int32_t result;
    uint32_t flags;
};

static void mapping_is_made_and_dropped(void) {
    jlong address = SYS(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    TRUE(address > 0);
    *(volatile char *)(intptr_t)address = 7;
    EQUAL(0, SYS(munmap, address, 4096));
    EQUAL(-EINVAL, SYS(munmap, 1, 4096));
    EQUAL(-EINVAL, SYS(mmap, 0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    EQUAL(-EBADF, SYS(mmap, 0, 4096, PROT_READ, MAP_SHARED, -1, 0));
}

static void nop_completes(jint ring, const struct parameters *parameters) {
    jlong length = (jlong)(parameters->cq_cqes + parameters->completions * sizeof(struct completion));
    jlong queues = SYS(mmap, 0, length, PROT_READ | PROT_WRITE, MAP_SHARED, ring, 0);
    jlong entries = SYS(mmap, 0, ENTRIES * 64, PROT_READ | PROT_WRITE, MAP_SHARED, ring, OFFSET_OF_ENTRIES);
    TRUE(queues > 0 && entries > 0);
    char *memory = (char *)(intptr_t)queues;
    uint64_t *entry = (uint64_t *)(intptr_t)entries;
    memset(entry, 0, 64); /* opcode 0: IORING_OP_NOP */
    entry[4] = 0x0123456789abcdefULL;
    *(uint32_t *)(void *)(memory + parameters->sq_array) = 0;
    __atomic_store_n((uint32_t *)(void *)(memory + parameters->sq_tail), 1, __ATOMIC_RELEASE);
    EQUAL(1, SYS(ioUringEnter, ring, 1, 1, 1 /* IORING_ENTER_GETEVENTS */, 0, 0));
    EQUAL(1, __atomic_load_n((uint32_t *)(void *)(memory + parameters->cq_tail), __ATOMIC_ACQUIRE));
    struct completion *completion = (struct completion *)(void *)(memory + parameters->cq_cqes);
    EQUAL(0x0123456789abcdefULL, completion->user_data);
    EQUAL(0, completion->result);
    EQUAL(0, SYS(munmap, queues, length));
    EQUAL(0, SYS(munmap, entries, ENTRIES * 64));
}

static void ring_works_and_refuses(void) {
    struct parameters parameters;
    memset(&parameters, 0, sizeof parameters);
    EQUAL(120, sizeof parameters);
    jint ring = SYS(ioUringSetup, ENTRIES, at(&parameters));
    if (ring == -ENOSYS || ring == -EPERM) {
        printf("io_uring is not tested: this kernel, emulator or container does not have it\n");
        return;
    }
    OPENED(ring);
    nop_completes(ring, &parameters);
    EQUAL(-EINVAL, SYS(ioUringSetup, 0, at(&parameters)));
    EQUAL(-EFAULT, SYS(ioUringSetup, ENTRIES, 8));
    EQUAL(-EBADF, SYS(ioUringEnter, -1, 0, 0, 0, 0, 0));
    EQUAL(-EINVAL, SYS(ioUringEnter, ring, 0, 0, (jint)0x80000000, 0, 0));
    EQUAL(-EINVAL, SYS(ioUringRegister, ring, 9999, 0, 0));
    EQUAL(-ENXIO, SYS(ioUringRegister, ring, 3 /* IORING_UNREGISTER_FILES */, 0, 0));
    EQUAL(0, SYS(close, ring));
}

int main(void) {
    mapping_is_made_and_dropped();
    ring_works_and_refuses();
    return 0;
}
