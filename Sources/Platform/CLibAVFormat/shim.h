#ifndef CLIBAVFORMAT_SHIM_H
#define CLIBAVFORMAT_SHIM_H

#include <libavformat/avformat.h>

/* What Swift does not import: macros with casts. */

/** The end of the file. */
static inline int clibavformat_end_of_file(void) { return AVERROR_EOF; }

/** A timestamp that is not known. */
static inline int64_t clibavformat_no_timestamp(void) { return AV_NOPTS_VALUE; }

#endif
