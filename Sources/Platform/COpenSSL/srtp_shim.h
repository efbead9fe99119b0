// One-line functions for what SRTP needs of OpenSSL and Swift cannot call itself.
#ifndef TURNOUT_COPENSSL_SRTP_SHIM_H
#define TURNOUT_COPENSSL_SRTP_SHIM_H

#include <openssl/sha.h>

// OpenSSL 3 marks SHA-1's plain functions as deprecated in favour of EVP_MAC and EVP_MD_CTX. Those allocate and free
// twice a message to duplicate a keyed state; these copy a 96-byte struct. The mark would be an error in Swift.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

static inline int copenssl_sha1_init(SHA_CTX *context) { return SHA1_Init(context); }

static inline int copenssl_sha1_update(SHA_CTX *context, const void *data, size_t count) {
    return SHA1_Update(context, data, count);
}

static inline int copenssl_sha1_final(unsigned char digest[SHA_DIGEST_LENGTH], SHA_CTX *context) {
    return SHA1_Final(digest, context);
}

#pragma clang diagnostic pop

#endif
