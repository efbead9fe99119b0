// A clock that a test sets by hand, seen by OpenSSL's DTLS timers.
//
// This target defines `gettimeofday` for the whole test executable, libraries included. It tells real time, except on a
// thread that has set a time of its own: so tests that run beside each other do not notice.
#ifndef TURNOUT_CVIRTUALCLOCK_H
#define TURNOUT_CVIRTUALCLOCK_H

#include <stdint.h>

// From now on it is `microseconds` since 1970 on the calling thread, until it is set again. Must be positive.
void cvirtualclock_set(int64_t microseconds);

// Real time again on the calling thread.
void cvirtualclock_clear(void);

#endif
