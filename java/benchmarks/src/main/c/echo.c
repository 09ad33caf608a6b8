/*
 * The floor of the server comparison: one level-triggered epoll loop in C, which does what every contestant does. It
 * prints "ready ADDRESS DESCRIPTION" and ends with its input.
 *
 * usage: echo tcp|http|udp, or echo unix PATH
 */
#define _GNU_SOURCE
#include "second_thread.h"
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define BUFFER_BYTES (64 * 1024)
#define MAX_EVENTS 1024
#define MAX_ACCEPTS 64

static const char RESPONSE[] = "HTTP/1.1 200 OK\r\nServer: plaintext\r\nContent-Type: text/plain\r\n"
                               "Content-Length: 13\r\n\r\nHello, World!";
static const char END[] = "\r\n\r\n";

struct connection {
    int fd;
    int matched;  /* of http: how much of END the input has ended with */
    char *unsent; /* what the peer has not taken yet; NULL while there is nothing */
    size_t unsent_bytes;
    size_t unsent_at;
};

static int epoll;
static int http;
static char input[BUFFER_BYTES];
static char output[BUFFER_BYTES / (sizeof END - 1) * (sizeof RESPONSE - 1)];
static struct connection listener;
static struct connection standard_input;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void control(int operation, struct connection *connection, unsigned events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(epoll, operation, connection->fd, &event) != 0) {
        die("epoll_ctl");
    }
}

static void end(struct connection *connection) {
    close(connection->fd);
    free(connection->unsent);
    free(connection);
}

static void accept_some(void) {
    for (int i = 0; i < MAX_ACCEPTS; i++) {
        int fd = accept4(listener.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno != EAGAIN && errno != ECONNABORTED) {
                die("accept4");
            }
            return;
        }
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* refused by a Unix socket, which needs none */
        struct connection *connection = calloc(1, sizeof *connection);
        if (connection == NULL) {
            die("calloc");
        }
        connection->fd = fd;
        control(EPOLL_CTL_ADD, connection, EPOLLIN);
    }
}

/* A response for each request that ends in the input. Nothing else of a request is looked at. */
static size_t respond(struct connection *connection, size_t bytes) {
    size_t out = 0;
    int matched = connection->matched;
    for (size_t i = 0; i < bytes; i++) {
        if (input[i] == END[matched]) {
            matched++;
        } else {
            matched = input[i] == '\r';
        }
        if (matched == sizeof END - 1) {
            matched = 0;
            memcpy(output + out, RESPONSE, sizeof RESPONSE - 1);
            out += sizeof RESPONSE - 1;
        }
    }
    connection->matched = matched;
    return out;
}

static void keep(struct connection *connection, const char *bytes, size_t count) {
    connection->unsent = malloc(count);
    if (connection->unsent == NULL) {
        die("malloc");
    }
    memcpy(connection->unsent, bytes, count);
    connection->unsent_bytes = count;
    connection->unsent_at = 0;
    control(EPOLL_CTL_MOD, connection, EPOLLOUT);
}

static void serve(struct connection *connection) {
    ssize_t count = recv(connection->fd, input, sizeof input, 0);
    if (count <= 0) {
        if (count == 0 || errno != EAGAIN) {
            end(connection);
        }
        return;
    }
    const char *bytes = http ? output : input;
    size_t length = http ? respond(connection, (size_t)count) : (size_t)count;
    if (length == 0) {
        return;
    }
    ssize_t sent = send(connection->fd, bytes, length, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        end(connection);
    } else if (sent < (ssize_t)length) {
        size_t taken = sent < 0 ? 0 : (size_t)sent;
        keep(connection, bytes + taken, length - taken);
    }
}

static void send_rest(struct connection *connection) {
    ssize_t sent = send(connection->fd, connection->unsent + connection->unsent_at,
                        connection->unsent_bytes - connection->unsent_at, MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno != EAGAIN) {
            end(connection);
        }
        return;
    }
    connection->unsent_at += (size_t)sent;
    if (connection->unsent_at == connection->unsent_bytes) {
        free(connection->unsent);
        connection->unsent = NULL;
        control(EPOLL_CTL_MOD, connection, EPOLLIN);
    }
}

static void datagrams(void) {
    for (;;) {
        struct sockaddr_storage sender;
        socklen_t length = sizeof sender;
        ssize_t count = recvfrom(listener.fd, input, sizeof input, 0, (struct sockaddr *)&sender, &length);
        if (count < 0) {
            if (errno != EAGAIN) {
                die("recvfrom");
            }
            return;
        }
        sendto(listener.fd, input, (size_t)count, 0, (struct sockaddr *)&sender, length); /* or it is lost */
    }
}

static int open_socket(const char *kind, const char *path) {
    int is_unix = strcmp(kind, "unix") == 0;
    int is_udp = strcmp(kind, "udp") == 0;
    int fd = socket(is_unix ? AF_UNIX : AF_INET, (is_udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        die("socket");
    }
    struct sockaddr_un unix_address = {.sun_family = AF_UNIX};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (is_unix) {
        if (strlen(path) >= sizeof unix_address.sun_path) {
            fprintf(stderr, "echo: the path is too long: %s\n", path);
            exit(2);
        }
        strcpy(unix_address.sun_path, path);
        if (bind(fd, (struct sockaddr *)&unix_address, sizeof unix_address) != 0) {
            die("bind");
        }
    } else if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        die("bind");
    }
    if (!is_udp && listen(fd, 4096) != 0) {
        die("listen");
    }
    if (is_unix) {
        printf("ready %s C, epoll\n", path);
    } else {
        socklen_t length = sizeof address;
        if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) {
            die("getsockname");
        }
        printf("ready %d C, epoll\n", ntohs(address.sin_port));
    }
    fflush(stdout);
    return fd;
}

static void end_with_input(void) {
    char ignored[256];
    if (read(standard_input.fd, ignored, sizeof ignored) <= 0) {
        exit(0);
    }
}

int main(int argc, char **argv) {
    const char *kind = argc > 1 ? argv[1] : "";
    int is_unix = strcmp(kind, "unix") == 0;
    int is_udp = strcmp(kind, "udp") == 0;
    http = strcmp(kind, "http") == 0;
    if (argc != (is_unix ? 3 : 2) || !(is_unix || is_udp || http || strcmp(kind, "tcp") == 0)) {
        fprintf(stderr, "usage: echo tcp|http|udp, or echo unix PATH\n");
        return 2;
    }
    start_second_thread();
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) {
        die("epoll_create1");
    }
    listener.fd = open_socket(kind, is_unix ? argv[2] : NULL);
    control(EPOLL_CTL_ADD, &listener, EPOLLIN);
    standard_input.fd = STDIN_FILENO;
    control(EPOLL_CTL_ADD, &standard_input, EPOLLIN);
    static struct epoll_event events[MAX_EVENTS];
    for (;;) {
        int count = epoll_wait(epoll, events, MAX_EVENTS, -1);
        if (count < 0 && errno != EINTR) {
            die("epoll_wait");
        }
        for (int i = 0; i < count; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection == &standard_input) {
                end_with_input();
            } else if (connection == &listener) {
                is_udp ? datagrams() : accept_some();
            } else if (connection->unsent != NULL) {
                send_rest(connection);
            } else {
                serve(connection);
            }
        }
    }
}
