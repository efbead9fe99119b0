#define _GNU_SOURCE
#include "include/clinux_clients.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clinux_client_socket(int receive_buffer) {
    int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    int off = 0, on = 1;
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    // The FORCE form passes the system's limit where the process may (CAP_NET_ADMIN).
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer, sizeof receive_buffer))
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    struct sockaddr_in6 address = {.sin6_family = AF_INET6};
    if (bind(fd, (struct sockaddr *)&address, sizeof address)) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

int64_t clinux_receive_time(const struct msghdr *header) {
    struct msghdr *message = (struct msghdr *)header;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS) continue;
        struct timespec time;
        memcpy(&time, CMSG_DATA(c), sizeof time);
        return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
    }
    return 0;
}

int clinux_address_toward(const struct sockaddr_in6 *peer, struct in6_addr *local) {
    int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    int off = 0, result = 0;
    struct sockaddr_in6 own;
    socklen_t length = sizeof own;
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    // Connecting a UDP socket sends nothing: it chooses the route.
    if (connect(fd, (const struct sockaddr *)peer, sizeof *peer) || getsockname(fd, (struct sockaddr *)&own, &length))
        result = -errno;
    else
        *local = own.sin6_addr;
    close(fd);
    return result;
}

int clinux_poll(void) {
    int fd = epoll_create1(EPOLL_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int clinux_poll_add(int poll, int fd, uint32_t number) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u32 = number};
    return epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

int clinux_poll_wait(int poll, uint32_t *numbers, int capacity, int64_t nanoseconds) {
    struct epoll_event events[256];
    if (capacity > 256) capacity = 256;
    if (nanoseconds < 0) nanoseconds = 0;
    struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    // Before Linux 5.11, or where a container forbids the new call, whole milliseconds have to do.
    int n = (int)syscall(SYS_epoll_pwait2, poll, events, capacity, &limit, NULL, (size_t)0);
    if (n < 0 && (errno == ENOSYS || errno == EPERM))
        n = epoll_wait(poll, events, capacity, (int)((nanoseconds + 999999) / 1000000));
    for (int i = 0; i < n; i++) numbers[i] = events[i].data.u32;
    return n < 0 ? 0 : n;
}

void clinux_sleep(int64_t nanoseconds) {
    struct timespec time = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    nanosleep(&time, NULL);
}

int64_t clinux_process_cpu_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

uint64_t clinux_raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) return 0;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}
