#ifndef CLIBAVFORMAT_SHIM_H
#define CLIBAVFORMAT_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libavformat/avformat.h>

/* What Swift does not import: macros with casts, and variadic functions. */

/** The end of the file. */
static inline int clibavformat_end_of_file(void) { return AVERROR_EOF; }

/** Nothing now: ask again. */
static inline int clibavformat_try_again(void) { return AVERROR(EAGAIN); }

/** The input could not be read. */
static inline int clibavformat_input_failed(void) { return AVERROR(EIO); }

/** It may not be opened. */
static inline int clibavformat_not_permitted(void) { return AVERROR(EPERM); }

/** A timestamp that is not known. */
static inline int64_t clibavformat_no_timestamp(void) { return AV_NOPTS_VALUE; }

/* __O_PATH is what O_PATH is called without the extensions of GNU, which Swift does not ask for. */

/** A handle of whatever is at a path, which cannot be read by: finding it has no effect on devices and FIFOs. */
static inline int clibavformat_find(const char *path) { return open(path, __O_PATH | O_CLOEXEC); }

/** As above, of a path that begins in a folder. */
static inline int clibavformat_find_in(int folder, const char *path) {
    return openat(folder, path, __O_PATH | O_CLOEXEC);
}

/** Opens a file for reading. */
static inline int clibavformat_open(const char *path) {
    return open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

/** Bytes of a regular file; negative of everything else. */
static inline int64_t clibavformat_size(int file) {
    struct stat status;
    return fstat(file, &status) == 0 && S_ISREG(status.st_mode) ? status.st_size : -1;
}

/** Bytes read at a place, 0 at the end, negative on failure. */
static inline int64_t clibavformat_read(int file, uint8_t *buffer, size_t count, int64_t offset) {
    ssize_t result;
    do result = pread(file, buffer, count, offset);
    while (result < 0 && errno == EINTR);
    return result;
}

#endif
