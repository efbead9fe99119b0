#include "copensslmemory.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <stdlib.h>

static _Thread_local int64_t live_bytes = 0;

int64_t copensslmemory_live_bytes(void) { return live_bytes; }

static void *counted_malloc(size_t size, const char *file, int line) {
    (void)file, (void)line;
    void *block = malloc(size);
    live_bytes += (int64_t)malloc_usable_size(block);
    return block;
}

static void *counted_realloc(void *block, size_t size, const char *file, int line) {
    (void)file, (void)line;
    int64_t before = (int64_t)malloc_usable_size(block);
    void *moved = realloc(block, size);
    if (moved != NULL || size == 0) live_bytes += (int64_t)malloc_usable_size(moved) - before;
    return moved;
}

static void counted_free(void *block, const char *file, int line) {
    (void)file, (void)line;
    live_bytes -= (int64_t)malloc_usable_size(block);
    free(block);
}

__attribute__((constructor)) static void count_allocations(void) {
    CRYPTO_set_mem_functions(counted_malloc, counted_realloc, counted_free);
}
