// What a thread needs that is many UDP clients at a time: a socket for each, and one wait for all of them.
#ifndef TURNOUT_CLINUX_CLIENTS_H
#define TURNOUT_CLINUX_CLIENTS_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

/// A UDP socket on a port of the system's choice, IPv6 with IPv4 mapped into it: non-blocking, closed on exec, time stamps
/// on. Returns the descriptor, or a negative errno.
int clinux_client_socket(int receive_buffer);

/// When the kernel received a datagram, in nanoseconds since 1970; 0 when it does not say.
int64_t clinux_receive_time(const struct msghdr *header);

/// The address of ours from which datagrams to `peer` leave; 0, or a negative errno.
int clinux_address_toward(const struct sockaddr_in6 *peer, struct in6_addr *local);

/// An epoll instance, or a negative errno; watching a descriptor for reading, edge-triggered, under a number. Whoever is
/// told of a descriptor reads it empty.
int clinux_poll(void);
int clinux_poll_add(int poll, int fd, uint32_t number);
/// Waits up to `nanoseconds` and writes the numbers of what is ready, at most 256 and `capacity`; returns how many.
int clinux_poll_wait(int poll, uint32_t *numbers, int capacity, int64_t nanoseconds);

/// Sleeps.
void clinux_sleep(int64_t nanoseconds);

/// CPU time of the whole process, in nanoseconds.
int64_t clinux_process_cpu_nanoseconds(void);

/// Raises the limit of open descriptors to what the process may have, and returns it.
uint64_t clinux_raise_descriptor_limit(void);

#endif
