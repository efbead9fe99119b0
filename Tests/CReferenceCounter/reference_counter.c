#define _GNU_SOURCE
#include "reference_counter.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

static _Thread_local reference_counts counts;

reference_counts reference_counts_of_thread(void) { return counts; }

/// Defines the function `name` of the runtime anew: it counts, and calls the runtime's. Any thread may be the first to
/// look that up, before this program's initializers, too.
#define COUNTED(result, name, counter, parameters, arguments)                                                          \
    result name parameters;                                                                                            \
    result name parameters {                                                                                           \
        typedef result(*function_type) parameters;                                                                     \
        static _Atomic(function_type) runtime;                                                                         \
        function_type function = atomic_load_explicit(&runtime, memory_order_relaxed);                                 \
        if (function == NULL) {                                                                                        \
            function = (function_type)dlsym(RTLD_NEXT, #name);                                                         \
            atomic_store_explicit(&runtime, function, memory_order_relaxed);                                           \
        }                                                                                                              \
        counts.counter++;                                                                                              \
        return function arguments;                                                                                     \
    }

COUNTED(void *, swift_retain, retains, (void *object), (object))
COUNTED(void *, swift_retain_n, retains, (void *object, uint32_t n), (object, n))
COUNTED(void *, swift_tryRetain, retains, (void *object), (object))
COUNTED(void *, swift_bridgeObjectRetain, retains, (void *object), (object))
COUNTED(void *, swift_bridgeObjectRetain_n, retains, (void *object, int n), (object, n))
COUNTED(void *, swift_nonatomic_retain, retains, (void *object), (object))
COUNTED(void *, swift_errorRetain, retains, (void *error), (error))

COUNTED(void, swift_release, releases, (void *object), (object))
COUNTED(void, swift_release_n, releases, (void *object, uint32_t n), (object, n))
COUNTED(void, swift_bridgeObjectRelease, releases, (void *object), (object))
COUNTED(void, swift_bridgeObjectRelease_n, releases, (void *object, int n), (object, n))
COUNTED(void, swift_nonatomic_release, releases, (void *object), (object))
COUNTED(void, swift_errorRelease, releases, (void *error), (error))

COUNTED(void *, swift_unownedRetain, others, (void *object), (object))
COUNTED(void, swift_unownedRelease, others, (void *object), (object))
COUNTED(void *, swift_unownedRetainStrong, others, (void *object), (object))
COUNTED(void, swift_unownedRetainStrongAndRelease, others, (void *object), (object))
COUNTED(void *, swift_weakLoadStrong, others, (void *reference), (reference))
COUNTED(void *, swift_weakTakeStrong, others, (void *reference), (reference))
COUNTED(void *, swift_weakInit, others, (void *reference, void *object), (reference, object))
COUNTED(void *, swift_weakAssign, others, (void *reference, void *object), (reference, object))
COUNTED(void, swift_weakDestroy, others, (void *reference), (reference))
COUNTED(
    void, swift_arrayInitWithCopy, others, (void *destination, void *source, size_t count, const void *type),
    (destination, source, count, type))
COUNTED(void, swift_arrayDestroy, others, (void *first, size_t count, const void *type), (first, count, type))

COUNTED(
    void, swift_beginAccess, exclusivity_checks, (void *pointer, void *buffer, uintptr_t flags, void *caller),
    (pointer, buffer, flags, caller == NULL ? __builtin_return_address(0) : caller))
