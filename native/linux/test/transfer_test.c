#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

static jint fds[2];

static void open_pair(int type) {
    EQUAL(0, SYS(socketpair, AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, at(fds)));
}

static void close_pair(void) {
    EQUAL(0, SYS(close, fds[0]));
    EQUAL(0, SYS(close, fds[1]));
}

static void bytes_arrive(void) {
    char buffer[8] = {0};
    open_pair(SOCK_STREAM);
    EQUAL(-EAGAIN, SYS(recv, fds[0], at(buffer), 8, 0));
    EQUAL(4, SYS(send, fds[1], at("abcd"), 4, MSG_NOSIGNAL));
    EQUAL(2, SYS(recv, fds[0], at(buffer), 2, MSG_PEEK));
    EQUAL(4, SYS(recv, fds[0], at(buffer), 8, 0));
    EQUAL(0, memcmp("abcd", buffer, 4));
    EQUAL(0, SYS(close, fds[1]));
    EQUAL(0, SYS(recv, fds[0], at(buffer), 8, 0));
    EQUAL(-EPIPE, SYS(send, fds[0], at(buffer), 1, MSG_NOSIGNAL));
    EQUAL(0, SYS(close, fds[0]));
    EQUAL(-EBADF, SYS(send, fds[0], at(buffer), 1, MSG_NOSIGNAL));
    EQUAL(-EBADF, SYS(recv, fds[0], at(buffer), 1, 0));
}

static void datagrams_carry_their_sender(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in from;
    socklen_t length = sizeof address;
    char buffer[8];
    jint fd = OPENED(SYS(socket, AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    EQUAL(0, SYS(bind, fd, at(&address), sizeof address));
    EQUAL(0, SYS(getsockname, fd, at(&address), at(&length)));
    EQUAL(3, SYS(sendto, fd, at("udp"), 3, 0, at(&address), sizeof address));
    length = sizeof from;
    EQUAL(3, SYS(recvfrom, fd, at(buffer), 8, 0, at(&from), at(&length)));
    EQUAL(address.sin_port, from.sin_port);
    EQUAL(sizeof from, length);
    EQUAL(-EAGAIN, SYS(recvfrom, fd, at(buffer), 8, 0, 0, 0));
    EQUAL(-EDESTADDRREQ, SYS(sendto, fd, at("udp"), 3, 0, 0, 0));
    EQUAL(0, SYS(close, fd));
}

static void vectors_scatter_and_gather(void) {
    char first[2];
    char second[3];
    struct iovec out[2] = {{.iov_base = "ab", .iov_len = 2}, {.iov_base = "cde", .iov_len = 3}};
    struct iovec in[2] = {{.iov_base = first, .iov_len = 2}, {.iov_base = second, .iov_len = 3}};
    open_pair(SOCK_STREAM);
    EQUAL(5, SYS(writev, fds[0], at(out), 2));
    EQUAL(5, SYS(readv, fds[1], at(in), 2));
    EQUAL(0, memcmp("ab", first, 2));
    EQUAL(0, memcmp("cde", second, 3));
    EQUAL(-EAGAIN, SYS(readv, fds[1], at(in), 2));
    EQUAL(-EINVAL, SYS(writev, fds[0], at(out), -1));
    close_pair();
}

static void message_passes_a_descriptor(void) {
    char byte = 'x';
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
            .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    open_pair(SOCK_STREAM);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &fds[1], sizeof(int));
    EQUAL(1, SYS(sendmsg, fds[0], at(&message), MSG_NOSIGNAL));
    memset(&control, 0, sizeof control);
    EQUAL(1, SYS(recvmsg, fds[1], at(&message), MSG_CMSG_CLOEXEC));
    header = CMSG_FIRSTHDR(&message);
    TRUE(header != NULL && header->cmsg_type == SCM_RIGHTS);
    int duplicate;
    memcpy(&duplicate, CMSG_DATA(header), sizeof duplicate);
    EQUAL(1, SYS(write, fds[0], at("y"), 1));
    EQUAL(1, SYS(read, duplicate, at(&byte), 1));
    EQUAL('y', byte);
    EQUAL(-EAGAIN, SYS(recvmsg, fds[1], at(&message), 0));
    EQUAL(0, SYS(close, duplicate));
    close_pair();
    EQUAL(-EBADF, SYS(sendmsg, fds[0], at(&message), 0));
}

static void many_messages_in_one_call(void) {
    char texts[3][4] = {"one", "two", "six"};
    char received[3][4] = {{0}};
    struct iovec parts[3];
    struct mmsghdr messages[3];
    memset(messages, 0, sizeof messages);
    for (int i = 0; i < 3; i++) {
        parts[i] = (struct iovec){.iov_base = texts[i], .iov_len = (size_t)i + 1};
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    open_pair(SOCK_DGRAM);
    EQUAL(3, SYS(sendmmsg, fds[0], at(messages), 3, MSG_NOSIGNAL));
    EQUAL(3, messages[2].msg_len);
    for (int i = 0; i < 3; i++) {
        parts[i] = (struct iovec){.iov_base = received[i], .iov_len = 4};
        messages[i].msg_len = 0;
    }
    EQUAL(3, SYS(recvmmsg, fds[1], at(messages), 3, 0));
    for (int i = 0; i < 3; i++) {
        EQUAL(i + 1, messages[i].msg_len);
        EQUAL(0, memcmp(texts[i], received[i], (size_t)i + 1));
    }
    EQUAL(-EAGAIN, SYS(recvmmsg, fds[1], at(messages), 3, 0));
    close_pair();
    EQUAL(-EBADF, SYS(sendmmsg, fds[0], at(messages), 3, 0));
}

static void file_is_sent(void) {
    char path[] = "/tmp";
    char buffer[8] = {0};
    jint file = OPENED(SYS(open, at(path), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    EQUAL(6, SYS(write, file, at("pollux"), 6));
    open_pair(SOCK_STREAM);
    jlong offset = 2;
    EQUAL(3, SYS(sendfile, fds[0], file, at(&offset), 3));
    EQUAL(5, offset);
    EQUAL(3, SYS(recv, fds[1], at(buffer), 8, 0));
    EQUAL(0, memcmp("llu", buffer, 3));
    EQUAL(0, SYS(lseek, file, 0, 0));
    EQUAL(6, SYS(sendfile, fds[0], file, 0, 100));
    EQUAL(0, SYS(sendfile, fds[0], file, 0, 100));
    EQUAL(0, SYS(close, file));
    EQUAL(-EBADF, SYS(sendfile, fds[0], file, 0, 1));
    close_pair();
}

int main(void) {
    bytes_arrive();
    datagrams_carry_their_sender();
    vectors_scatter_and_gather();
    message_passes_a_descriptor();
    many_messages_in_one_call();
    file_is_sent();
    return 0;
}
