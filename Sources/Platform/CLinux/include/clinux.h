// Linux's batched datagram calls, with the structures that Swift's view of the C library leaves out.
//
// Declarations and one-line functions only. The layouts are those of <sys/socket.h> and <netinet/in.h> under _GNU_SOURCE,
// which clinux.c asserts.
#ifndef TURNOUT_CLINUX_H
#define TURNOUT_CLINUX_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>

/// struct mmsghdr
typedef struct {
    struct msghdr header;
    unsigned int length;
} clinux_mmsghdr;

/// struct in6_pktinfo
typedef struct {
    struct in6_addr address;
    unsigned int interface;
} clinux_pktinfo;

/// struct cmsghdr, without the flexible array at its end.
typedef struct {
    size_t length;
    int level;
    int type;
} clinux_cmsghdr;

/// The control data of a datagram to send: the address to send from, and the size to cut a train of datagrams into
/// (UDP_SEGMENT, Linux 4.18). Set `msg_controllen` to CLINUX_CONTROL_PLAIN to leave the second out.
typedef struct {
    clinux_cmsghdr pktinfo_header;
    clinux_pktinfo pktinfo;
    uint32_t pktinfo_padding;
    clinux_cmsghdr segment_header;
    uint16_t segment;
    uint16_t segment_padding[3];
} clinux_send_control;

#define CLINUX_CONTROL_PLAIN 40
#define CLINUX_CONTROL_SEGMENTED 64

/// Fills in everything but the address and the segment size.
void clinux_send_control_init(clinux_send_control *control);

/// Room for the control data of a received datagram: packet information, segment size, time stamp.
#define CLINUX_RECEIVE_CONTROL 128

/// What came along with a received datagram.
typedef struct {
    /// The address it was sent to, IPv4 in its mapped form; the interface is only set for link-local ones.
    clinux_pktinfo local;
    /// The size of each datagram in a train that the kernel put together (UDP_GRO); 0 when it is a single one.
    uint16_t segment;
    /// When the kernel received it, in nanoseconds since 1970; 0 when unknown.
    int64_t timestamp;
} clinux_received;

void clinux_parse_control(const struct msghdr *header, clinux_received *received);

/// A UDP socket bound to a port on all addresses, IPv6 with IPv4 mapped into it: non-blocking, closed on exec, packet
/// information and time stamps on. Returns the descriptor, or a negative errno.
int clinux_udp_socket(uint16_t port, int receive_buffer, int send_buffer);

/// The port that a socket is bound to.
uint16_t clinux_udp_port(int fd);

/// Switches UDP_GRO on; 0, or a negative errno.
int clinux_udp_enable_gro(int fd);

/// recvmmsg(2) and sendmmsg(2): the number of messages, or a negative errno.
int clinux_recvmmsg(int fd, clinux_mmsghdr *messages, unsigned int count);
int clinux_sendmmsg(int fd, clinux_mmsghdr *messages, unsigned int count);

/// An epoll instance that watches one socket and one eventfd, both for reading, level-triggered. Negative errno on failure.
int clinux_epoll(int socket_fd, int event_fd);
/// No longer watches `fd`.
void clinux_epoll_forget(int epoll_fd, int fd);
/// Watches the socket for being writable as well, or no more. 0, or a negative errno.
int clinux_epoll_watch_writable(int epoll_fd, int socket_fd, int on);
/// Waits up to `nanoseconds` (negative: for ever). Returns a mask: CLINUX_READY_SOCKET (to be read), CLINUX_READY_EVENT,
/// CLINUX_READY_WRITABLE (the socket); 0 on time-out.
int clinux_epoll_wait(int epoll_fd, int64_t nanoseconds);
#define CLINUX_READY_SOCKET 1
#define CLINUX_READY_EVENT 2
#define CLINUX_READY_WRITABLE 4

/// An epoll instance that watches any number of descriptors for reading, level-triggered; or a negative errno.
int clinux_epoll_create(void);
/// Watches `fd`; `tag` says that it is this one. 0, or a negative errno.
int clinux_epoll_add(int epoll_fd, int fd, uint64_t tag);
/// Waits up to `nanoseconds` (negative: for ever). Writes the tags of what is readable or has an error; returns how many,
/// 0 on time-out.
int clinux_epoll_wait_tags(int epoll_fd, uint64_t *tags, int capacity, int64_t nanoseconds);

/// How a socket of clinux_udp_socket sends to multicast groups: the routers that a datagram may pass, and the interface
/// that it leaves by, named by its address (IPv4 in its mapped form; all zeros: the system's choice) and, for IPv6, its
/// index. Programs on this machine get what is sent as well. 0, or a negative errno.
int clinux_udp_multicast(int fd, int time_to_live, const clinux_pktinfo *interface);

/// A non-blocking eventfd, or a negative errno; signalling it; reading it empty.
int clinux_eventfd(void);
void clinux_eventfd_signal(int fd);
void clinux_eventfd_drain(int fd);

/// Names the calling thread, at most 15 bytes, for tools like top.
void clinux_name_thread(const char *name);

/// CLOCK_MONOTONIC and CLOCK_REALTIME in nanoseconds.
int64_t clinux_monotonic_nanoseconds(void);
int64_t clinux_realtime_nanoseconds(void);
/// CPU time of the calling thread, in nanoseconds.
int64_t clinux_thread_cpu_nanoseconds(void);

/// The addresses of this machine's interfaces that are up: IPv4 in its mapped form. Writes at most `capacity` of them
/// and returns how many there are; `scopes` gets the interface index of link-local ones.
int clinux_interface_addresses(struct in6_addr *addresses, uint32_t *scopes, int capacity);

#endif
