#define _GNU_SOURCE
#include "include/clinux.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <pthread.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef UDP_GRO
#define UDP_GRO 104
#endif

_Static_assert(sizeof(clinux_mmsghdr) == sizeof(struct mmsghdr), "mmsghdr");
_Static_assert(offsetof(clinux_mmsghdr, length) == offsetof(struct mmsghdr, msg_len), "mmsghdr");
_Static_assert(sizeof(clinux_cmsghdr) == sizeof(struct cmsghdr), "cmsghdr");
_Static_assert(sizeof(clinux_pktinfo) == sizeof(struct in6_pktinfo), "in6_pktinfo");
_Static_assert(CLINUX_CONTROL_PLAIN == CMSG_SPACE(sizeof(struct in6_pktinfo)), "control of a plain datagram");
_Static_assert(sizeof(clinux_send_control) == CLINUX_CONTROL_SEGMENTED, "control of a train of datagrams");
_Static_assert(offsetof(clinux_send_control, segment_header) == CLINUX_CONTROL_PLAIN, "the second header's place");

void clinux_send_control_init(clinux_send_control *control) {
    memset(control, 0, sizeof *control);
    control->pktinfo_header.length = CMSG_LEN(sizeof(struct in6_pktinfo));
    control->pktinfo_header.level = IPPROTO_IPV6;
    control->pktinfo_header.type = IPV6_PKTINFO;
    control->segment_header.length = CMSG_LEN(sizeof(uint16_t));
    control->segment_header.level = SOL_UDP;
    control->segment_header.type = UDP_SEGMENT;
}

void clinux_parse_control(const struct msghdr *header, clinux_received *received) {
    memset(received, 0, sizeof *received);
    struct msghdr *message = (struct msghdr *)header;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(message); c; c = CMSG_NXTHDR(message, c)) {
        if (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO) {
            memcpy(&received->local, CMSG_DATA(c), sizeof received->local);
        } else if (c->cmsg_level == SOL_UDP && c->cmsg_type == UDP_GRO) {
            int size = 0;
            memcpy(&size, CMSG_DATA(c), sizeof size);
            received->segment = (uint16_t)size;
        } else if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec time;
            memcpy(&time, CMSG_DATA(c), sizeof time);
            received->timestamp = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
        }
    }
    if (!IN6_IS_ADDR_LINKLOCAL(&received->local.address)) received->local.interface = 0;
}

int clinux_udp_socket(uint16_t port, int receive_buffer, int send_buffer) {
    int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    int off = 0, on = 1, none = IP_PMTUDISC_DONT;
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    // Media packets stay below any usual path MTU; one that does not fit is better cut than lost.
    setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &none, sizeof none);
    // The FORCE forms pass the system's limits where the process may (CAP_NET_ADMIN).
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer, sizeof receive_buffer))
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &send_buffer, sizeof send_buffer))
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (bind(fd, (struct sockaddr *)&address, sizeof address)) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

uint16_t clinux_udp_port(int fd) {
    struct sockaddr_in6 address = {0};
    socklen_t length = sizeof address;
    getsockname(fd, (struct sockaddr *)&address, &length);
    return ntohs(address.sin6_port);
}

int clinux_udp_enable_gro(int fd) {
    int on = 1;
    return setsockopt(fd, SOL_UDP, UDP_GRO, &on, sizeof on) ? -errno : 0;
}

int clinux_recvmmsg(int fd, clinux_mmsghdr *messages, unsigned int count) {
    int n = recvmmsg(fd, (struct mmsghdr *)messages, count, MSG_DONTWAIT, NULL);
    return n < 0 ? -errno : n;
}

int clinux_sendmmsg(int fd, clinux_mmsghdr *messages, unsigned int count) {
    int n = sendmmsg(fd, (struct mmsghdr *)messages, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    return n < 0 ? -errno : n;
}

int clinux_epoll(int socket_fd, int event_fd) {
    int fd = epoll_create1(EPOLL_CLOEXEC);
    if (fd < 0) return -errno;
    struct epoll_event socket_event = {.events = EPOLLIN, .data.u32 = CLINUX_READY_SOCKET};
    struct epoll_event wake_event = {.events = EPOLLIN, .data.u32 = CLINUX_READY_EVENT};
    if (epoll_ctl(fd, EPOLL_CTL_ADD, socket_fd, &socket_event) || epoll_ctl(fd, EPOLL_CTL_ADD, event_fd, &wake_event)) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

void clinux_epoll_forget(int epoll_fd, int fd) { epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL); }

int clinux_epoll_watch_writable(int epoll_fd, int socket_fd, int on) {
    struct epoll_event event = {.events = EPOLLIN | (on ? EPOLLOUT : 0), .data.u32 = CLINUX_READY_SOCKET};
    return epoll_ctl(epoll_fd, EPOLL_CTL_MOD, socket_fd, &event) ? -errno : 0;
}

static int wait_for_events(int epoll_fd, struct epoll_event *events, int capacity, int64_t nanoseconds) {
    struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    // epoll_pwait2 (Linux 5.11) waits by nanoseconds; before it, or where a container forbids it, the next whole
    // millisecond has to do.
    struct timespec *patience = nanoseconds < 0 ? NULL : &limit;
    int n = (int)syscall(SYS_epoll_pwait2, epoll_fd, events, capacity, patience, NULL, (size_t)0);
    if (n < 0 && (errno == ENOSYS || errno == EPERM))
        n = epoll_wait(epoll_fd, events, capacity, nanoseconds < 0 ? -1 : (int)((nanoseconds + 999999) / 1000000));
    return n;
}

int clinux_epoll_wait(int epoll_fd, int64_t nanoseconds) {
    struct epoll_event events[2];
    int n = wait_for_events(epoll_fd, events, 2, nanoseconds);
    int ready = 0;
    for (int i = 0; i < n; i++) {
        // Only sockets are watched for EPOLLOUT. An error alone is fetched by reading.
        if (events[i].events & EPOLLOUT) ready |= CLINUX_READY_WRITABLE;
        if (events[i].events & ~EPOLLOUT) ready |= (int)events[i].data.u32;
    }
    return ready;
}

int clinux_epoll_create(void) {
    int fd = epoll_create1(EPOLL_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

int clinux_epoll_add(int epoll_fd, int fd, uint64_t tag) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = tag};
    return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

int clinux_epoll_wait_tags(int epoll_fd, uint64_t *tags, int capacity, int64_t nanoseconds) {
    struct epoll_event events[64];
    int n = wait_for_events(epoll_fd, events, capacity < 64 ? capacity : 64, nanoseconds);
    for (int i = 0; i < n; i++) tags[i] = events[i].data.u64;
    return n < 0 ? 0 : n;
}

int clinux_udp_multicast(int fd, int time_to_live, const clinux_pktinfo *interface) {
    int on = 1, index = (int)interface->interface;
    struct in_addr v4 = {INADDR_ANY};
    if (IN6_IS_ADDR_V4MAPPED(&interface->address)) memcpy(&v4, &interface->address.s6_addr[12], sizeof v4);
    // A socket of both families keeps these for each of them.
    int fails = setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &time_to_live, sizeof time_to_live) ||
                setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &time_to_live, sizeof time_to_live) ||
                setsockopt(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &on, sizeof on) ||
                setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &on, sizeof on) ||
                setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &v4, sizeof v4) ||
                setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof index);
    return fails ? -errno : 0;
}

int clinux_eventfd(void) {
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

void clinux_eventfd_signal(int fd) {
    // The only failure is a counter that is full already, which wakes as well.
    (void)!write(fd, &(uint64_t){1}, sizeof(uint64_t));
}

void clinux_eventfd_drain(int fd) {
    uint64_t count;
    (void)!read(fd, &count, sizeof count);
}

void clinux_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

static int64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t clinux_monotonic_nanoseconds(void) { return nanoseconds(CLOCK_MONOTONIC); }

int64_t clinux_realtime_nanoseconds(void) { return nanoseconds(CLOCK_REALTIME); }

int64_t clinux_thread_cpu_nanoseconds(void) { return nanoseconds(CLOCK_THREAD_CPUTIME_ID); }

int clinux_interface_addresses(struct in6_addr *addresses, uint32_t *scopes, int capacity) {
    struct ifaddrs *list = NULL;
    int count = 0;
    if (getifaddrs(&list)) return 0;
    for (struct ifaddrs *i = list; i; i = i->ifa_next) {
        if (!i->ifa_addr || !(i->ifa_flags & IFF_UP)) continue;
        struct in6_addr address;
        uint32_t scope = 0;
        if (i->ifa_addr->sa_family == AF_INET) {
            memset(&address, 0, sizeof address);
            address.s6_addr[10] = address.s6_addr[11] = 0xff;
            memcpy(&address.s6_addr[12], &((struct sockaddr_in *)i->ifa_addr)->sin_addr, 4);
        } else if (i->ifa_addr->sa_family == AF_INET6) {
            address = ((struct sockaddr_in6 *)i->ifa_addr)->sin6_addr;
            scope = IN6_IS_ADDR_LINKLOCAL(&address) ? ((struct sockaddr_in6 *)i->ifa_addr)->sin6_scope_id : 0;
        } else {
            continue;
        }
        if (count < capacity) {
            addresses[count] = address;
            scopes[count] = scope;
        }
        count++;
    }
    freeifaddrs(list);
    return count;
}
