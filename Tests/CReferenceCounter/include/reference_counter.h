// Counts what Swift code does to reference counts, for tests that assert that it does nothing.
//
// Linking this target puts functions in front of the runtime's of the same names, which count and pass the call on; so
// every call is seen that the program's own code makes, whatever module it is in and whatever was inlined into it. What
// the standard library does inside of its own, already compiled functions is not: it calls itself directly. (The runtime's
// own hooks, `_swift_retain` and so on, would see that as well, but they strip the tag from what they are handed, and the
// first small string that is retained ends the process.)
#pragma once

/// What the calling thread did so far, in calls of the runtime. A retain of nothing, or of an object that is never freed,
/// is a call like any other.
typedef struct {
    /// Of strong references, also those that know whether they are native.
    unsigned long retains;
    unsigned long releases;
    /// Of unowned and weak references, and of several references at a time in arrays.
    unsigned long others;
    /// Dynamic checks for exclusive access (`swift_beginAccess`).
    unsigned long exclusivity_checks;
} reference_counts;

reference_counts reference_counts_of_thread(void);
