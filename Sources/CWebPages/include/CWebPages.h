// The pages of the folder `web/` and what they load, as bytes in the binary.
#ifndef TURNOUT_CWEBPAGES_H
#define TURNOUT_CWEBPAGES_H

#include <stddef.h>

struct turnout_web_file {
    const char *_Nonnull name;
    const unsigned char *_Nonnull bytes;
    size_t count;
};

// File number `index`, counted from 0. All of its pointers last for ever.
struct turnout_web_file turnout_web_file_at(size_t index);

// How many files there are.
size_t turnout_web_file_count(void);

#endif
