/*
 * The floor of the server comparison: one level-triggered epoll loop in C, which does what every contestant does. It
 * prints "ready ADDRESS DESCRIPTION" and ends with its input.
 *
 * usage: echo tcp|http|udp, or echo unix PATH
 */
#define _GNU_SOURCE
#include "echo.h"
#include <fcntl.h>
#include <sys/epoll.h>

#define BUFFER_BYTES (64 * 1024)
#define MAX_EVENTS 1024
#define MAX_ACCEPTS 64

struct connection {
    int fd;
    int matched;  /* of http: how much of END the input has ended with */
    char *unsent; /* what the peer has not taken yet; NULL while there is nothing */
    size_t unsent_bytes;
    size_t unsent_at;
};

static int epoll;
static struct service service;
static char input[BUFFER_BYTES];
static char *output; /* of http */
static struct connection listener;
static struct connection standard_input;

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
        set_no_delay(fd);
        struct connection *connection = calloc(1, sizeof *connection);
        if (connection == NULL) {
            die("calloc");
        }
        connection->fd = fd;
        control(EPOLL_CTL_ADD, connection, EPOLLIN);
    }
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
    const char *bytes = service.is_http ? output : input;
    size_t length = service.is_http ? requests(&connection->matched, input, (size_t)count) * (sizeof RESPONSE - 1)
                                    : (size_t)count;
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

int main(int argc, char **argv) {
    service = service_of(argc, argv);
    output = service.is_http ? responses(sizeof input) : NULL;
    start_second_thread();
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) {
        die("epoll_create1");
    }
    listener.fd = open_socket(&service, SOCK_NONBLOCK, "C, epoll");
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
                service.is_udp ? datagrams() : accept_some();
            } else if (connection->unsent != NULL) {
                send_rest(connection);
            } else {
                serve(connection);
            }
        }
    }
}
