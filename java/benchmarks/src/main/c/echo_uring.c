/*
 * The floor of the server comparison on io_uring: what echo.c does, by one ring. Accepts and receives are multishot,
 * what is received lies in buffers of a ring that all connections share, and one call a turn submits the sends and
 * waits. It prints "ready ADDRESS DESCRIPTION", or "unavailable REASON", and ends with its input.
 *
 * usage: echo_uring tcp|http|udp, or echo_uring unix PATH
 *
 * POLLUX_RING_ENTRIES and POLLUX_RING_BUFFERS in the environment set their numbers, powers of two: so a test can have
 * the rings full.
 */
#define _GNU_SOURCE
#include "echo.h"
#include <linux/io_uring.h>
#include <poll.h>

#ifndef IORING_SETUP_DEFER_TASKRUN

int main(void) {
    printf("unavailable the kernel's headers that it was built with are older than 6.1\n");
    return 0;
}

#else
#include "uring.h"

#define ENTRIES 256 /* few: they are used in turn, and stay in the cache. A turn needs some tens */
#define BUFFERS 4096
#define BUFFER_BYTES (8 * 1024)
#define DATAGRAM_BUFFERS 256 /* of the largest datagram */
#define DATAGRAM_BUFFER_BYTES (64 * 1024 + 256)
#define WINDOW 16 /* so many buffers that a peer has not taken: then nothing is read from it */
#define ENTRIES_A_COMPLETION 4
#define MAX_SEND (1 << 20)

/* What a completion is of: the low bits of its user data, whose others are the connection. */
enum kind { ACCEPT, RECEIVE, SEND, OTHER, INPUT, DATAGRAM, DATAGRAM_SENT };
#define KIND_BITS 15

/* What is sent in one call when more than one buffer is to be. */
struct gather {
    struct msghdr message;
    struct iovec parts[WINDOW];
};

struct connection {
    int fd;
    int matched; /* of http: how much of the end of a request the input has ended with */
    char receiving;
    char cancelling; /* its receive */
    char starved;    /* in the list of those that wait for buffers */
    char ended;      /* nothing more is read */
    char failed;     /* nor sent */
    char sending;
    unsigned first; /* buffers that are to be sent; the send under way has those from the first on */
    unsigned last;
    unsigned queued;
    unsigned sent;     /* how much of the first */
    size_t to_respond; /* of http, in place of buffers: bytes */
    struct connection *next_starved;
    struct gather *gather;
};

static struct service service;
static struct ring ring;
static struct buffer_ring buffers;
static char *output; /* of http */
static size_t output_bytes;
static int listener;
static struct connection *starved; /* a list, the first in first out */
static struct connection **starved_end = &starved;
static int datagrams_starved;

/* Of each buffer: */
static unsigned *lengths;
static unsigned *next_queued;
static struct gather *replies; /* of datagrams */

static uint64_t data_of(const struct connection *connection, enum kind kind) {
    return (uintptr_t)connection | kind;
}

static void *allocate(size_t count, size_t bytes) {
    void *memory = calloc(count, bytes);
    if (memory == NULL) {
        die("calloc");
    }
    return memory;
}

static void submit_accept(void) {
    struct io_uring_sqe *entry = ring_submit(&ring, IORING_OP_ACCEPT, listener, ACCEPT);
    entry->ioprio = IORING_ACCEPT_MULTISHOT;
    entry->accept_flags = SOCK_CLOEXEC; /* blocking, for the ring: it waits itself */
}

static void submit_input(void) {
    ring_submit(&ring, IORING_OP_POLL_ADD, STDIN_FILENO, INPUT)->poll32_events = POLLIN;
}

static void submit_receive(struct connection *connection) {
    struct io_uring_sqe *entry = ring_submit(&ring, IORING_OP_RECV, connection->fd, data_of(connection, RECEIVE));
    entry->ioprio = IORING_RECV_MULTISHOT;
    entry->flags = IOSQE_BUFFER_SELECT;
    connection->receiving = 1;
}

static void cancel_receive(struct connection *connection) {
    ring_submit(&ring, IORING_OP_ASYNC_CANCEL, -1, OTHER)->addr = data_of(connection, RECEIVE);
    connection->cancelling = 1;
}

static void submit_send(struct connection *connection) {
    struct io_uring_sqe *entry = ring_submit(&ring, IORING_OP_SEND, connection->fd, data_of(connection, SEND));
    entry->msg_flags = MSG_NOSIGNAL | MSG_WAITALL;
    connection->sending = 1;
    if (service.is_http) {
        entry->addr = (uintptr_t)output;
        entry->len = (unsigned)(connection->to_respond < output_bytes ? connection->to_respond : output_bytes);
        return;
    }
    unsigned buffer = connection->first;
    unsigned sent = connection->sent;
    if (connection->queued == 1) {
        entry->addr = (uintptr_t)buffer_at(&buffers, buffer) + sent;
        entry->len = lengths[buffer] - sent;
        return;
    }
    if (connection->gather == NULL) {
        connection->gather = allocate(1, sizeof *connection->gather);
    }
    struct gather *gather = connection->gather;
    unsigned count = 0;
    for (; count < WINDOW && count < connection->queued; count++) {
        gather->parts[count].iov_base = buffer_at(&buffers, buffer) + sent;
        gather->parts[count].iov_len = lengths[buffer] - sent;
        buffer = next_queued[buffer];
        sent = 0;
    }
    gather->message = (struct msghdr){.msg_iov = gather->parts, .msg_iovlen = count};
    entry->opcode = IORING_OP_SENDMSG;
    entry->addr = (uintptr_t)&gather->message;
    entry->len = 1;
}

static void enqueue(struct connection *connection, unsigned buffer, unsigned bytes) {
    lengths[buffer] = bytes;
    if (connection->queued++ == 0) {
        connection->first = buffer;
    } else {
        next_queued[connection->last] = buffer;
    }
    connection->last = buffer;
}

/* So many bytes of the queue were sent: the buffers that are done with are given back. */
static void dequeue(struct connection *connection, unsigned bytes) {
    while (connection->queued > 0 && bytes >= lengths[connection->first] - connection->sent) {
        bytes -= lengths[connection->first] - connection->sent;
        unsigned next = next_queued[connection->first];
        buffer_give_back(&buffers, connection->first);
        connection->first = next;
        connection->sent = 0;
        connection->queued--;
    }
    connection->sent += bytes;
}

static void starve(struct connection *connection) {
    connection->starved = 1;
    connection->next_starved = NULL;
    *starved_end = connection;
    starved_end = &connection->next_starved;
}

static int has_unsent(const struct connection *connection) {
    return connection->queued > 0 || connection->to_respond > 0;
}

static int is_full(const struct connection *connection) {
    return connection->queued >= WINDOW || connection->to_respond >= MAX_SEND;
}

/* What is to be done next, whatever has come. A connection that is done with is gone after this. */
static void go_on(struct connection *connection) {
    if (connection->failed && !connection->sending) {
        while (connection->queued > 0) {
            dequeue(connection, lengths[connection->first] - connection->sent);
        }
        connection->to_respond = 0;
    }
    if (!connection->sending && has_unsent(connection)) {
        submit_send(connection);
    }
    if (connection->receiving) {
        if (!connection->cancelling && (connection->ended || is_full(connection))) {
            cancel_receive(connection);
        }
    } else if (!connection->starved) {
        if (!connection->ended) {
            if (!is_full(connection)) {
                submit_receive(connection);
            }
        } else if (!connection->sending) {
            ring_submit(&ring, IORING_OP_CLOSE, connection->fd, OTHER)->flags = IOSQE_CQE_SKIP_SUCCESS;
            free(connection->gather);
            free(connection);
        }
    }
}

static void fail(struct connection *connection) {
    connection->ended = 1;
    connection->failed = 1;
}

static void accepted(const struct io_uring_cqe *completion) {
    if (completion->res >= 0) {
        set_no_delay(completion->res);
        struct connection *connection = allocate(1, sizeof *connection);
        connection->fd = completion->res;
        submit_receive(connection);
    } else if (completion->res != -ECONNABORTED && completion->res != -EINTR && completion->res != -EAGAIN) {
        errno = -completion->res;
        die("accept");
    }
    if (!(completion->flags & IORING_CQE_F_MORE)) {
        submit_accept();
    }
}

static void received(struct connection *connection, const struct io_uring_cqe *completion) {
    if (!(completion->flags & IORING_CQE_F_MORE)) {
        connection->receiving = 0;
        connection->cancelling = 0;
    }
    int result = completion->res;
    if (completion->flags & IORING_CQE_F_BUFFER) {
        unsigned buffer = buffer_take(&buffers, completion);
        if (result > 0 && !connection->ended && !service.is_http) {
            enqueue(connection, buffer, (unsigned)result);
        } else {
            if (result > 0 && !connection->ended) {
                connection->to_respond += requests(&connection->matched, buffer_at(&buffers, buffer), (size_t)result) *
                                          (sizeof RESPONSE - 1);
            }
            buffer_give_back(&buffers, buffer);
        }
    }
    if (result == 0) {
        connection->ended = 1; /* what has come before is still sent back */
    } else if (result == -ENOBUFS) {
        buffers_ran_out(&buffers);
        if (!connection->ended) {
            starve(connection);
        }
    } else if (result < 0 && result != -ECANCELED && result != -EINTR && result != -EAGAIN) {
        fail(connection);
    }
    go_on(connection);
}

static void sent(struct connection *connection, int result) {
    connection->sending = 0;
    if (result >= 0) {
        if (service.is_http) {
            connection->to_respond -= (size_t)result;
        } else {
            dequeue(connection, (unsigned)result);
        }
    } else if (result != -EINTR && result != -EAGAIN) {
        fail(connection);
    }
    go_on(connection);
}

static void submit_datagrams(void) {
    static struct msghdr message = {.msg_namelen = sizeof(struct sockaddr_in)};
    struct io_uring_sqe *entry = ring_submit(&ring, IORING_OP_RECVMSG, listener, DATAGRAM);
    entry->ioprio = IORING_RECV_MULTISHOT;
    entry->flags = IOSQE_BUFFER_SELECT;
    entry->addr = (uintptr_t)&message;
    entry->len = 1;
    datagrams_starved = 0;
}

/* A buffer begins with a header, then comes the sender's address, then what it has sent. */
static void datagram(const struct io_uring_cqe *completion) {
    if (completion->flags & IORING_CQE_F_BUFFER) {
        unsigned buffer = buffer_take(&buffers, completion);
        struct io_uring_recvmsg_out *header = (struct io_uring_recvmsg_out *)buffer_at(&buffers, buffer);
        char *name = (char *)(header + 1);
        struct gather *reply = &replies[buffer];
        reply->parts[0] = (struct iovec){name + sizeof(struct sockaddr_in), header->payloadlen};
        reply->message = (struct msghdr){
                .msg_name = name, .msg_namelen = sizeof(struct sockaddr_in), .msg_iov = reply->parts, .msg_iovlen = 1};
        struct io_uring_sqe *entry =
                ring_submit(&ring, IORING_OP_SENDMSG, listener, (uint64_t)(buffer + 1) << 4 | DATAGRAM_SENT);
        entry->addr = (uintptr_t)&reply->message;
        entry->len = 1;
    } else if (completion->res < 0 && completion->res != -ENOBUFS && completion->res != -EINTR &&
               completion->res != -EAGAIN) {
        errno = -completion->res;
        die("recvmsg");
    }
    if (!(completion->flags & IORING_CQE_F_MORE)) {
        if (completion->res == -ENOBUFS) {
            buffers_ran_out(&buffers);
            datagrams_starved = 1;
        } else {
            submit_datagrams();
        }
    }
}

static void completed(const struct io_uring_cqe *completion) {
    uint64_t data = completion->user_data;
    struct connection *connection = (struct connection *)(uintptr_t)(data & ~(uint64_t)KIND_BITS);
    switch (data & KIND_BITS) {
    case ACCEPT:
        accepted(completion);
        break;
    case RECEIVE:
        received(connection, completion);
        break;
    case SEND:
        sent(connection, completion->res);
        break;
    case INPUT:
        end_with_input();
        submit_input();
        break;
    case DATAGRAM:
        datagram(completion);
        break;
    case DATAGRAM_SENT: /* or it is lost */
        buffer_give_back(&buffers, (unsigned)(data >> 4) - 1);
        break;
    default: /* a cancel, which the receive's own end tells of, or a close that failed: it has closed all the same */
        break;
    }
}

/*
 * Those that found no buffer receive again, as many as there are buffers now. Returns 0 if the ring has no room for
 * some of them: then nobody may wait, because what it is full of may be closes, which complete in silence.
 */
static int feed_starved(void) {
    unsigned spare = buffers.given - buffers.held;
    if (datagrams_starved && spare > 0) {
        submit_datagrams();
    }
    for (; starved != NULL && spare > 0 && ring_room(&ring) >= ENTRIES_A_COMPLETION; spare--) {
        struct connection *connection = starved;
        starved = connection->next_starved;
        if (starved == NULL) {
            starved_end = &starved;
        }
        connection->starved = 0;
        go_on(connection);
    }
    return starved == NULL || spare == 0;
}

static unsigned number(const char *name, unsigned otherwise) {
    const char *text = getenv(name);
    unsigned long value = text == NULL ? otherwise : strtoul(text, NULL, 10);
    if (value < ENTRIES_A_COMPLETION || value > 32768 || (value & (value - 1)) != 0) {
        fprintf(stderr, "echo_uring: %s is not a power of two from %d to 32768\n", name, ENTRIES_A_COMPLETION);
        exit(2);
    }
    return (unsigned)value;
}

int main(int argc, char **argv) {
    service = service_of(argc, argv);
    unsigned count = number("POLLUX_RING_BUFFERS", service.is_udp ? DATAGRAM_BUFFERS : BUFFERS);
    start_second_thread();
    int error = ring_open(&ring, number("POLLUX_RING_ENTRIES", ENTRIES));
    if (error == 0) {
        error = buffers_open(&buffers, &ring, count, service.is_udp ? DATAGRAM_BUFFER_BYTES : BUFFER_BYTES);
    }
    if (error != 0) {
        printf("unavailable io_uring: %s\n", strerror(error));
        return 0;
    }
    lengths = allocate(count, sizeof *lengths);
    next_queued = allocate(count, sizeof *next_queued);
    replies = service.is_udp ? allocate(count, sizeof *replies) : NULL;
    if (service.is_http) {
        output = responses(BUFFER_BYTES);
        output_bytes = BUFFER_BYTES / (sizeof END - 1) * (sizeof RESPONSE - 1);
    }
    listener = open_socket(&service, 0, "C, io_uring");
    service.is_udp ? submit_datagrams() : submit_accept();
    submit_input();
    for (;;) {
        buffers_tell(&buffers);
        ring_enter(&ring, feed_starved() ? 1 : 0);
        const struct io_uring_cqe *completion;
        while (ring_room(&ring) >= ENTRIES_A_COMPLETION && (completion = ring_next(&ring)) != NULL) {
            completed(completion);
        }
    }
}

#endif
