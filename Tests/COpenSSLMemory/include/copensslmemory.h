// Counts what OpenSSL allocates, so that a test can say what a connection costs.
//
// OpenSSL takes its allocator only before it allocates for the first time; this target sets one when the test
// executable starts. Counting is per thread: tests that run beside each other do not notice.
#ifndef TURNOUT_COPENSSLMEMORY_H
#define TURNOUT_COPENSSLMEMORY_H

#include <stdint.h>

// Bytes that OpenSSL allocated on the calling thread, less those that it freed there, with what malloc rounds up to.
int64_t copensslmemory_live_bytes(void);

#endif
