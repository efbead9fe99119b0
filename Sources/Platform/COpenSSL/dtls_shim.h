// What DTLS asks of OpenSSL by macro or by variable arguments, as functions that Swift can see.
#ifndef TURNOUT_COPENSSL_DTLS_SHIM_H
#define TURNOUT_COPENSSL_DTLS_SHIM_H

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <sys/time.h>

// A new key pair on the curve P-256, or NULL.
static inline EVP_PKEY *copenssl_p256_key(void) { return EVP_EC_gen("P-256"); }

// DTLS 1.2 and nothing else. 1 on success.
static inline int copenssl_ctx_only_dtls12(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION) == 1
        && SSL_CTX_set_max_proto_version(context, DTLS1_2_VERSION) == 1;
}

// Every connection is new and stays as negotiated: no tickets, no resumption, no renegotiation, no compression. The
// MTU is what we set, never asked of the socket.
static inline void copenssl_ctx_forbid_extras(SSL_CTX *context) {
    SSL_CTX_set_options(context,
        SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION
            | SSL_OP_NO_COMPRESSION | SSL_OP_NO_QUERY_MTU | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

static inline int copenssl_ctx_set_groups(SSL_CTX *context, const char *list) {
    return (int)SSL_CTX_set1_groups_list(context, list);
}

static inline void copenssl_ctx_set_max_cert_list(SSL_CTX *context, long bytes) {
    SSL_CTX_set_max_cert_list(context, bytes);
}

static inline void copenssl_ssl_set_mtu(SSL *ssl, long bytes) { SSL_set_mtu(ssl, bytes); }

static inline void copenssl_ssl_set_max_send_fragment(SSL *ssl, long bytes) { SSL_set_max_send_fragment(ssl, bytes); }

static inline void copenssl_ssl_set_app_data(SSL *ssl, void *owner) { SSL_set_app_data(ssl, owner); }

static inline void *copenssl_ssl_app_data(const SSL *ssl) { return SSL_get_app_data(ssl); }

// Microseconds until copenssl_dtls_handle_timeout wants to be called, or -1 when no timer runs.
static inline int64_t copenssl_dtls_timeout(SSL *ssl) {
    struct timeval left = {0, 0};
    return DTLSv1_get_timeout(ssl, &left) == 1 ? (int64_t)left.tv_sec * 1000000 + left.tv_usec : -1;
}

// 1 after a retransmission, 0 when no timer had expired, -1 on a fatal error.
static inline int copenssl_dtls_handle_timeout(SSL *ssl) { return (int)DTLSv1_handle_timeout(ssl); }

// The bytes that a memory BIO holds; valid until it is written or reset.
static inline long copenssl_bio_contents(BIO *bio, const uint8_t **bytes) {
    return BIO_get_mem_data(bio, (char **)bytes);
}

static inline void copenssl_bio_reset(BIO *bio) { (void)BIO_reset(bio); }

#endif
