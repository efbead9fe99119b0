// OpenSSL 3's headers, and one-line functions for the macros that Swift cannot see.
#ifndef TURNOUT_COPENSSL_SHIM_H
#define TURNOUT_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <openssl/srtp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "srtp_shim.h"
#include "dtls_shim.h"

#endif
