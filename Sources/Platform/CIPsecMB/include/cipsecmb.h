// What SRTP needs of Intel's multi-buffer cryptography library (libipsec-mb), without its headers of 4,000 lines.
//
// All functions may be called from any thread. Those that protect do not allocate, but for the first of a thread.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Whether the library knows this processor well, AVX2 or later, and has passed its self-test.
bool cipsecmb_is_available(void);

/// An expanded AES-GCM key.
typedef struct cipsecmb_gcm_key cipsecmb_gcm_key;

/// Expands a key of 16 or 32 bytes; NULL for another length, or when there is no memory.
cipsecmb_gcm_key *cipsecmb_gcm_key_create(const uint8_t *key, uint64_t key_length);

/// Clears and frees the key.
void cipsecmb_gcm_key_destroy(cipsecmb_gcm_key *key);

/// Encrypts, and writes the tag of 16 bytes. The nonce has 12. `output` is `input`, or does not overlap it.
void cipsecmb_gcm_encrypt(
    const cipsecmb_gcm_key *key, const uint8_t *nonce, const uint8_t *authenticated, uint64_t authenticated_length,
    const uint8_t *input, uint64_t length, uint8_t *output, uint8_t *tag);

/// Decrypts, and writes the tag that the input should have; comparing is up to the caller.
void cipsecmb_gcm_decrypt(
    const cipsecmb_gcm_key *key, const uint8_t *nonce, const uint8_t *authenticated, uint64_t authenticated_length,
    const uint8_t *input, uint64_t length, uint8_t *output, uint8_t *tag);

/// An expanded AES-128 key, and an HMAC-SHA1 key whose two blocks are hashed.
typedef struct cipsecmb_ctr_hmac_key cipsecmb_ctr_hmac_key;

/// Expands a cipher key of 16 bytes and an authentication key of 64 bytes or less; NULL when there is no memory.
cipsecmb_ctr_hmac_key *cipsecmb_ctr_hmac_key_create(
    const uint8_t *cipher_key, const uint8_t *authentication_key, uint64_t authentication_key_length);

/// Clears and frees the key, which no submitted message uses any more.
void cipsecmb_ctr_hmac_key_destroy(cipsecmb_ctr_hmac_key *key);

/// One message to encrypt in counter mode and to authenticate.
struct cipsecmb_ctr_hmac_message {
    /// The first counter block, 16 bytes. Copied.
    const uint8_t *counter;
    /// What to encrypt, one byte or more; `ciphertext` itself, or elsewhere.
    const uint8_t *plaintext;
    /// Where to.
    uint8_t *ciphertext;
    uint64_t ciphertext_length;
    /// What to authenticate then, ciphertext and all.
    const uint8_t *message;
    uint64_t message_length;
    /// Where the first ten bytes of the code go. May lie in the message: it is written last.
    uint8_t *tag;
};

/// Adds a message to the calling thread's batch. The batch works when enough messages are together to fill the vector
/// registers, so all memory named stays as it is until `cipsecmb_ctr_hmac_flush`. False when there is no memory.
bool cipsecmb_ctr_hmac_submit(
    const cipsecmb_ctr_hmac_key *key, const struct cipsecmb_ctr_hmac_message *message);

/// Finishes every message that the calling thread has submitted.
void cipsecmb_ctr_hmac_flush(void);
