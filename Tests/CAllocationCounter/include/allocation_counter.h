// Counts heap allocations, for tests that assert there are none. Linking this target replaces malloc and its relatives
// in the test program by functions that count and pass the call on to the C library.
#pragma once

/// How often the calling thread has allocated or reallocated memory so far.
unsigned long allocation_count(void);
