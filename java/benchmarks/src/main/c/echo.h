/* What the echo servers in C have in common: what they serve, where, and what they say of it. */
#ifndef POLLUX_BENCHMARKS_ECHO_H
#define POLLUX_BENCHMARKS_ECHO_H

#include "second_thread.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char RESPONSE[] = "HTTP/1.1 200 OK\r\nServer: plaintext\r\nContent-Type: text/plain\r\n"
                               "Content-Length: 13\r\n\r\nHello, World!";
static const char END[] = "\r\n\r\n";

/* What is served. */
struct service {
    int is_unix;
    int is_udp;
    int is_http;
    const char *path; /* of a Unix socket */
};

static inline void die(const char *what) {
    perror(what);
    exit(1);
}

static inline struct service service_of(int argc, char **argv) {
    const char *kind = argc > 1 ? argv[1] : "";
    struct service service = {.is_unix = strcmp(kind, "unix") == 0,
                              .is_udp = strcmp(kind, "udp") == 0,
                              .is_http = strcmp(kind, "http") == 0};
    if (argc != (service.is_unix ? 3 : 2) ||
        !(service.is_unix || service.is_udp || service.is_http || strcmp(kind, "tcp") == 0)) {
        fprintf(stderr, "usage: %s tcp|http|udp, or %s unix PATH\n", argv[0], argv[0]);
        exit(2);
    }
    service.path = service.is_unix ? argv[2] : NULL;
    return service;
}

/* A socket that is bound, and listens if it is no datagram socket. It is told by a line that others wait for. */
static inline int open_socket(const struct service *service, int flags, const char *description) {
    int fd = socket(service->is_unix ? AF_UNIX : AF_INET,
                    (service->is_udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | flags, 0);
    if (fd < 0) {
        die("socket");
    }
    struct sockaddr_un unix_address = {.sun_family = AF_UNIX};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (service->is_unix) {
        if (strlen(service->path) >= sizeof unix_address.sun_path) {
            fprintf(stderr, "the path is too long: %s\n", service->path);
            exit(2);
        }
        strcpy(unix_address.sun_path, service->path);
        if (bind(fd, (struct sockaddr *)&unix_address, sizeof unix_address) != 0) {
            die("bind");
        }
    } else if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        die("bind");
    }
    if (!service->is_udp && listen(fd, 4096) != 0) {
        die("listen");
    }
    if (service->is_unix) {
        printf("ready %s %s\n", service->path, description);
    } else {
        socklen_t length = sizeof address;
        if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) {
            die("getsockname");
        }
        printf("ready %d %s\n", ntohs(address.sin_port), description);
    }
    fflush(stdout);
    return fd;
}

static inline void set_no_delay(int fd) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* refused by a Unix socket, which needs none */
}

/*
 * How many requests end in the input. Nothing else of a request is looked at. What the input so far ended with is kept
 * in *matched: how much of END.
 */
static inline size_t requests(int *matched, const char *input, size_t bytes) {
    size_t count = 0;
    int so_far = *matched;
    for (size_t i = 0; i < bytes; i++) {
        if (input[i] == END[so_far]) {
            so_far++;
        } else {
            so_far = input[i] == '\r';
        }
        if (so_far == sizeof END - 1) {
            so_far = 0;
            count++;
        }
    }
    *matched = so_far;
    return count;
}

/* As many responses as a full input can ask for: what is sent is the first so many. */
static inline char *responses(size_t input_bytes) {
    size_t count = input_bytes / (sizeof END - 1);
    char *output = malloc(count * (sizeof RESPONSE - 1));
    if (output == NULL) {
        die("malloc");
    }
    for (size_t i = 0; i < count; i++) {
        memcpy(output + i * (sizeof RESPONSE - 1), RESPONSE, sizeof RESPONSE - 1);
    }
    return output;
}

/* Reads what has come on standard input, whose end is the server's. */
static inline void end_with_input(void) {
    char ignored[256];
    if (read(STDIN_FILENO, ignored, sizeof ignored) <= 0) {
        exit(0);
    }
}

#endif
