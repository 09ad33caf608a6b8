/*
 * Loads an echo server from one thread, checks each byte that comes back, and prints one line of JSON: what was done,
 * how long it took, and what it cost the server's process meanwhile.
 *
 * Without a rate each connection sends its next message when it has the reply (a closed loop). With one, messages have
 * a time at which they are due, on each connection in turn; latency counts from then, also for a message that had to
 * wait for the reply to the one before (coordinated omission). The client spins then, so as to be in time.
 */
#define _GNU_SOURCE
#include "histogram.h"
#include "process.h"
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_MESSAGE_BYTES (64 * 1024)
#define MAX_OFFSET 4093 /* a prime, so that messages differ between connections and in time */
#define MAX_EVENTS 1024
#define SOURCES 200                /* addresses of loopback that connections come from: each has some 28 000 ports */
#define LOSS_NANOS (NANOS / 10)    /* a datagram that has no reply by then is lost */
#define PATIENCE_NANOS (5 * NANOS) /* a stream that has none by then is dead */
#define OLD_DATAGRAMS 8

enum kind { NONE, TCP, UNIX, UDP, STORM };

struct connection {
    int fd;
    int busy;         /* a message is under way */
    int wants_room;   /* a part of it could not be sent yet */
    uint32_t number;  /* of the message: tells its content */
    uint64_t since;   /* when it was to be sent */
    uint64_t sent_at; /* of a datagram: when it really was */
    uint64_t started; /* messages so far */
    uint64_t due;     /* with a rate: messages that were to be sent by now */
    size_t sent;
    size_t received;
};

static enum kind kind;
static struct sockaddr_storage server;
static socklen_t server_length;
static int connection_count = 1;
static int active_count;
static size_t message_bytes = 64;
static double rate;
static double warm_seconds = 0.3;
static double measure_seconds = 1;
static pid_t server_process;
static int with_parent; /* says when it begins to measure, and keeps its connections until its input ends */

static char pattern[MAX_MESSAGE_BYTES + MAX_OFFSET];
static char input[MAX_MESSAGE_BYTES + 1];
static struct connection *connections;
static int epoll;
static struct histogram latencies;
static enum { WARMING, MEASURING, ENDED } phase;
static uint64_t measure_start;
static uint64_t measure_end;
static uint64_t completed; /* within the measured time */
static uint64_t lost;
static int busy_count;
static uint64_t cpu_at_start;
static uint64_t cpu_at_end;
static uint64_t waited;
static uint64_t resident;

static void fill_pattern(void) {
    uint32_t state = 2463534242u;
    for (size_t i = 0; i < sizeof pattern; i++) {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        pattern[i] = (char)(state >> 24);
    }
}

static const char *content(const struct connection *connection, uint32_t number) {
    return pattern + ((uint64_t)(connection - connections) * 31 + number) % MAX_OFFSET;
}

static void control(int operation, struct connection *connection, unsigned events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(epoll, operation, connection->fd, &event) != 0) {
        die("epoll_ctl");
    }
}

static int open_socket(int flags) {
    static unsigned opened;
    int fd = socket(server.ss_family, (kind == UDP ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | flags, 0);
    if (fd < 0) {
        die("socket");
    }
    if (server.ss_family == AF_INET) {
        int on = 1;
        struct sockaddr_in source = {.sin_family = AF_INET,
                                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + opened++ % SOURCES)};
        if (setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0 ||
            (kind != UDP && setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) ||
            bind(fd, (struct sockaddr *)&source, sizeof source) != 0) {
            die("bind");
        }
    }
    return fd;
}

static void count_reply(struct connection *connection, uint64_t at) {
    if (phase == MEASURING) {
        completed++;
    }
    if (phase != WARMING && connection->since >= measure_start) {
        histogram_add(&latencies, at - connection->since);
    }
}

static void send_more(struct connection *connection) {
    const char *message = content(connection, connection->number);
    ssize_t count = send(connection->fd, message + connection->sent, message_bytes - connection->sent,
                         MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno != EAGAIN) {
        die("send");
    }
    connection->sent += count < 0 ? 0 : (size_t)count;
    int wants_room = connection->sent < message_bytes;
    if (wants_room != connection->wants_room) {
        connection->wants_room = wants_room;
        control(EPOLL_CTL_MOD, connection, wants_room ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
}

/* When a message of a connection is due, with a rate: all connections send one after another. */
static uint64_t due_at(uint64_t begin, uint64_t index) {
    return begin + (uint64_t)((double)index * (double)NANOS / rate);
}

static void start(struct connection *connection, uint64_t since) {
    connection->busy = 1;
    busy_count++;
    connection->number++;
    connection->started++;
    connection->since = since;
    connection->sent = 0;
    connection->received = 0;
    if (kind == UDP) {
        connection->sent_at = now();
    }
    send_more(connection);
}

static void start_next(struct connection *connection, uint64_t begin, uint64_t at) {
    if (rate == 0) {
        if (phase != ENDED) {
            start(connection, at);
        }
    } else if (connection->due > connection->started) {
        uint64_t index = connection->started * (uint64_t)active_count + (uint64_t)(connection - connections);
        start(connection, due_at(begin, index));
    }
}

static int is_old_datagram(const struct connection *connection, size_t count) {
    for (uint32_t age = connection->busy ? 1 : 0; age <= OLD_DATAGRAMS && age < connection->number; age++) {
        if (count == message_bytes && memcmp(input, content(connection, connection->number - age), count) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Returns 1 if the message has come back. */
static int receive(struct connection *connection) {
    ssize_t count = recv(connection->fd, input, sizeof input, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) {
        return 0;
    }
    if (count <= 0) {
        fail("the server has ended a connection: %s", count == 0 ? "end of stream" : strerror(errno));
    }
    const char *expected = content(connection, connection->number) + connection->received;
    if (!connection->busy || (size_t)count > message_bytes - connection->received ||
        memcmp(input, expected, (size_t)count) != 0) {
        if (kind == UDP && is_old_datagram(connection, (size_t)count)) {
            return 0;
        }
        fail("a reply differs from what was sent");
    }
    connection->received += (size_t)count;
    if (connection->received < message_bytes) {
        if (kind == UDP) {
            fail("a datagram was cut");
        }
        return 0;
    }
    connection->busy = 0;
    busy_count--;
    return 1;
}

static void begin_to_measure(uint64_t at) {
    if (with_parent) {
        printf("measuring\n");
        fflush(stdout);
    }
    phase = MEASURING;
    measure_start = at;
    waited = waited_nanos();
    cpu_at_start = processor_nanos(server_process);
}

static void end_measuring(uint64_t at) {
    phase = ENDED;
    measure_end = at;
    cpu_at_end = processor_nanos(server_process);
    waited = waited_nanos() - waited;
    resident = resident_bytes(server_process);
}

/* To be called in each turn of a loop. The end waits for the first reply: the processors may have been away till then.
 */
static void keep_time(uint64_t at) {
    if (phase == WARMING && at >= measure_start) {
        begin_to_measure(at);
    }
    if (phase == MEASURING && at >= measure_end && (completed > 0 || at >= measure_end + PATIENCE_NANOS)) {
        end_measuring(at);
    }
}

static void open_connections(void) {
    connections = calloc((size_t)connection_count, sizeof *connections);
    if (connections == NULL) {
        die("calloc");
    }
    /* Those that are to be active are spread among the others. */
    for (int i = 0; i < connection_count; i++) {
        int fd = open_socket(0);
        if (connect(fd, (struct sockaddr *)&server, server_length) != 0) {
            die("connect");
        }
        connections[(int)((int64_t)i * 7919 % connection_count)].fd = fd;
    }
    for (int i = 0; i < connection_count; i++) {
        if (connections[i].fd == 0) {
            fail("as many connections as a multiple of 7919 can't be");
        }
        control(EPOLL_CTL_ADD, &connections[i], EPOLLIN);
    }
}

static void note_losses(uint64_t begin, uint64_t at) {
    static uint64_t looked_at;
    if (at - looked_at < LOSS_NANOS / 10) {
        return;
    }
    looked_at = at;
    for (int i = 0; i < active_count; i++) {
        struct connection *connection = &connections[i];
        if (connection->busy && at > connection->sent_at + LOSS_NANOS) {
            lost++;
            connection->busy = 0;
            busy_count--;
            start_next(connection, begin, at);
        }
    }
}

static void echo(uint64_t begin) {
    static struct epoll_event events[MAX_EVENTS];
    uint64_t due = 0;
    uint64_t at = now();
    if (rate == 0) {
        for (int i = 0; i < active_count; i++) {
            start_next(&connections[i], begin, at);
        }
    }
    while (phase != ENDED || busy_count > 0) {
        at = now();
        keep_time(at);
        if (phase == ENDED && at > measure_end + PATIENCE_NANOS) {
            fail("%d messages have had no reply for seconds", busy_count);
        }
        while (rate > 0 && phase != ENDED && due_at(begin, due) <= at) {
            struct connection *connection = &connections[due++ % (uint64_t)active_count];
            connection->due++;
            if (!connection->busy) {
                start_next(connection, begin, at);
            }
        }
        if (kind == UDP) {
            note_losses(begin, at);
        }
        int count = epoll_wait(epoll, events, MAX_EVENTS, rate > 0 ? 0 : 5);
        if (count < 0 && errno != EINTR) {
            die("epoll_wait");
        }
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            if (events[i].events & EPOLLOUT) {
                send_more(connection);
            }
            if (events[i].events & ~(unsigned)EPOLLOUT && receive(connection)) {
                at = now();
                count_reply(connection, at);
                start_next(connection, begin, at);
            }
        }
    }
}

/* A storm's connection: connects, sends a byte, has it back, closes. */
static void storm_open(struct connection *connection) {
    connection->fd = open_socket(SOCK_NONBLOCK);
    connection->number++;
    connection->since = now();
    connection->received = 0;
    connection->busy = 1;
    busy_count++;
    if (connect(connection->fd, (struct sockaddr *)&server, server_length) != 0 && errno != EINPROGRESS) {
        die("connect");
    }
    /* Over loopback it is connected by now, as a rule. */
    ssize_t count = send(connection->fd, content(connection, connection->number), 1, MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN && errno != ENOTCONN) {
        die("send");
    }
    connection->wants_room = count < 0;
    control(EPOLL_CTL_ADD, connection, count < 0 ? EPOLLOUT : EPOLLIN);
}

static void storm_event(struct connection *connection) {
    if (connection->wants_room) {
        send_more(connection);
        return;
    }
    if (receive(connection)) {
        count_reply(connection, now());
        close(connection->fd);
        storm_open(connection);
    }
}

static void storm(void) {
    static struct epoll_event events[MAX_EVENTS];
    message_bytes = 1;
    for (int i = 0; i < connection_count; i++) {
        storm_open(&connections[i]);
    }
    uint64_t replied_at = now();
    while (phase != ENDED) {
        uint64_t at = now();
        keep_time(at);
        int count = epoll_wait(epoll, events, MAX_EVENTS, 5);
        if (count < 0 && errno != EINTR) {
            die("epoll_wait");
        }
        if (count > 0) {
            replied_at = at;
        } else if (at - replied_at > PATIENCE_NANOS) {
            fail("no reply for seconds");
        }
        for (int i = 0; i < count; i++) {
            storm_event(events[i].data.ptr);
        }
    }
}

__attribute__((noreturn)) static void usage(void) {
    fprintf(stderr,
            "usage: load --tcp PORT|--udp PORT|--storm PORT|--unix PATH --process PID [--connections N] "
            "[--active N]\n            [--bytes N] [--rate N] [--warm SECONDS] [--measure SECONDS] [--with-parent]\n"
            "       load --cpu PID\n");
    exit(2);
}

static double number(double least, double most) {
    char *end;
    double value = strtod(optarg, &end);
    if (*end != '\0' || !(value >= least && value <= most)) {
        fprintf(stderr, "load: %s is not a number from %g to %g\n", optarg, least, most);
        usage();
    }
    return value;
}

static void inet_server(enum kind of) {
    struct sockaddr_in *address = (struct sockaddr_in *)&server;
    kind = of;
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address->sin_port = htons((uint16_t)number(1, 65535));
    server_length = sizeof *address;
}

static void unix_server(void) {
    struct sockaddr_un *address = (struct sockaddr_un *)&server;
    kind = UNIX;
    address->sun_family = AF_UNIX;
    if (strlen(optarg) >= sizeof address->sun_path) {
        fail("the path is too long: %s", optarg);
    }
    strcpy(address->sun_path, optarg);
    server_length = sizeof *address;
}

static void parse(int argc, char **argv) {
    static const struct option options[] = {
            {"tcp", 1, NULL, 't'},         {"udp", 1, NULL, 'u'},     {"storm", 1, NULL, 's'},
            {"unix", 1, NULL, 'x'},        {"process", 1, NULL, 'p'}, {"connections", 1, NULL, 'c'},
            {"active", 1, NULL, 'a'},      {"bytes", 1, NULL, 'b'},   {"rate", 1, NULL, 'r'},
            {"warm", 1, NULL, 'w'},        {"measure", 1, NULL, 'm'}, {"cpu", 1, NULL, 'C'},
            {"with-parent", 0, NULL, 'P'}, {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 't':
            inet_server(TCP);
            break;
        case 'u':
            inet_server(UDP);
            break;
        case 's':
            inet_server(STORM);
            break;
        case 'x':
            unix_server();
            break;
        case 'p':
            server_process = (pid_t)number(1, 1e9);
            break;
        case 'c':
            connection_count = (int)number(1, 1e6);
            break;
        case 'a':
            active_count = (int)number(1, 1e6);
            break;
        case 'b':
            message_bytes = (size_t)number(1, MAX_MESSAGE_BYTES);
            break;
        case 'r':
            rate = number(1, 1e9);
            break;
        case 'w':
            warm_seconds = number(0, 3600);
            break;
        case 'm':
            measure_seconds = number(0.001, 3600);
            break;
        case 'P':
            with_parent = 1;
            break;
        case 'C':
            printf("{\"cpu_nanos\":%" PRIu64 "}\n", processor_nanos((pid_t)number(1, 1e9)));
            exit(0);
        default:
            usage();
        }
    }
    active_count = active_count == 0 ? connection_count : active_count;
    if (optind != argc || kind == NONE || server_process == 0 || active_count > connection_count) {
        usage();
    }
}

int main(int argc, char **argv) {
    parse(argc, argv);
    fill_pattern();
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) {
        die("epoll_create1");
    }
    if (kind == STORM) {
        connections = calloc((size_t)connection_count, sizeof *connections);
        if (connections == NULL) {
            die("calloc");
        }
    } else {
        open_connections();
    }
    uint64_t begin = now();
    measure_start = begin + (uint64_t)(warm_seconds * (double)NANOS);
    measure_end = measure_start + (uint64_t)(measure_seconds * (double)NANOS);
    if (kind == STORM) {
        storm();
    } else {
        echo(begin);
    }
    if (completed == 0) {
        fail("no reply came in the measured time");
    }
    printf("{\"messages\":%" PRIu64 ",\"seconds\":%.6f,\"lost\":%" PRIu64 ",\"cpu_nanos\":%" PRIu64
           ",\"waited_nanos\":%" PRIu64 ",\"resident_bytes\":%" PRIu64
           ",\"p50_us\":%.3f,\"p99_us\":%.3f,\"p999_us\":%.3f,\"max_us\":%.3f}\n",
           completed, (double)(measure_end - measure_start) / (double)NANOS, lost, cpu_at_end - cpu_at_start, waited,
           resident, (double)histogram_at(&latencies, 0.5) / 1000, (double)histogram_at(&latencies, 0.99) / 1000,
           (double)histogram_at(&latencies, 0.999) / 1000, (double)latencies.max / 1000);
    fflush(stdout);
    while (with_parent && getchar() != EOF) {
        /* What it says does not matter. */
    }
    return 0;
}
