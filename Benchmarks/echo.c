// SPDX-License-Identifier: Apache-2.0
//
// The yardstick of scripts/bench: a server that does nothing but answer every line with one line of a fixed length.
// One thread, epoll, level-triggered; what it reaches is what the kernel and the load generator allow on this machine.
//
//   echo BYTES     listens on a free port of 127.0.0.1, says `listening PORT`, serves until it is ended

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, CHUNK = 65536 };

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/// Answers the lines in what has arrived. False when the client is gone.
static int serve(int client, const char *reply, size_t length) {
    static char in[CHUNK];
    ssize_t got = recv(client, in, sizeof in, 0);
    if (got < 0) return errno == EAGAIN || errno == EINTR;
    if (got == 0) return 0;
    for (const char *at = in, *end = in + got; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
        // A closed loop keeps one line on its way, so the reply always fits the socket's buffer.
        if (send(client, reply, length, MSG_NOSIGNAL) != (ssize_t)length) return 0;
    }
    return 1;
}

int main(int argc, char **argv) {
    size_t length = argc > 1 ? strtoul(argv[1], NULL, 10) : 400;
    if (length < 1 || length > 65536) return fprintf(stderr, "echo: BYTES is 1 to 65536\n"), 2;
    char *reply = malloc(length);
    if (reply == NULL) fail("malloc");
    memset(reply, '.', length - 1);
    reply[length - 1] = '\n';

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0) fail("socket");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1024) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0)
        fail("listen");
    printf("listening %d\n", ntohs(address.sin_port));
    fflush(stdout);

    int poll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = listener};
    if (poll < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, listener, &wanted) != 0) fail("epoll");
    for (;;) {
        struct epoll_event ready[EVENTS];
        int count = epoll_wait(poll, ready, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            int fd = ready[i].data.fd;
            if (fd != listener) {
                if (!serve(fd, reply, length)) close(fd);
                continue;
            }
            int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (client < 0) continue;
            int on = 1;
            setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            wanted.data.fd = client;
            if (epoll_ctl(poll, EPOLL_CTL_ADD, client, &wanted) != 0) close(client);
        }
    }
}
