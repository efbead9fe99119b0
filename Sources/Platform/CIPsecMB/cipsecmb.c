#include "cipsecmb.h"

#include <intel-ipsec-mb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { TAG_LENGTH = 10, CODE_LENGTH = 20, BLOCK_LENGTH = 64 };

// MARK: - The library

// A manager is a table of the functions that suit this processor, and the queues of a batch. The functions alone may be
// shared by threads, so one manager serves all of GCM.
static IMB_MGR *shared_manager;
static bool is_available;
static pthread_key_t batch_of_thread;

static void destroy_batch(void *batch);

static void set_up(void) {
    IMB_ARCH architecture = IMB_ARCH_NONE;
    shared_manager = alloc_mb_mgr(0);
    if (shared_manager == NULL) return;
    init_mb_mgr_auto(shared_manager, &architecture);
    const uint64_t self_test = IMB_FEATURE_SELF_TEST | IMB_FEATURE_SELF_TEST_PASS;
    is_available = imb_get_errno(shared_manager) == 0 && architecture >= IMB_ARCH_AVX2
        && (shared_manager->features & self_test) != IMB_FEATURE_SELF_TEST
        && pthread_key_create(&batch_of_thread, destroy_batch) == 0;
}

bool cipsecmb_is_available(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_up);
    return is_available;
}

/// Memory aligned as the widest vector loads like it. Nobody reads what is behind `size`.
static void *allocate(size_t size) { return aligned_alloc(64, (size + 63) / 64 * 64); }

// MARK: - AES-GCM

struct cipsecmb_gcm_key {
    struct gcm_key_data data;
    aes_gcm_enc_dec_t encrypt;
    aes_gcm_enc_dec_t decrypt;
};

cipsecmb_gcm_key *cipsecmb_gcm_key_create(const uint8_t *key, uint64_t key_length) {
    if (!cipsecmb_is_available() || (key_length != 16 && key_length != 32)) return NULL;
    cipsecmb_gcm_key *created = allocate(sizeof(*created));
    if (created == NULL) return NULL;
    if (key_length == 16) {
        IMB_AES128_GCM_PRE(shared_manager, key, &created->data);
        created->encrypt = shared_manager->gcm128_enc;
        created->decrypt = shared_manager->gcm128_dec;
    } else {
        IMB_AES256_GCM_PRE(shared_manager, key, &created->data);
        created->encrypt = shared_manager->gcm256_enc;
        created->decrypt = shared_manager->gcm256_dec;
    }
    return created;
}

void cipsecmb_gcm_key_destroy(cipsecmb_gcm_key *key) {
    imb_clear_mem(key, sizeof(*key));
    free(key);
}

void cipsecmb_gcm_encrypt(
    const cipsecmb_gcm_key *key, const uint8_t *nonce, const uint8_t *authenticated, uint64_t authenticated_length,
    const uint8_t *input, uint64_t length, uint8_t *output, uint8_t *tag) {
    struct gcm_context_data state;
    key->encrypt(&key->data, &state, output, input, length, nonce, authenticated, authenticated_length, tag, 16);
}

void cipsecmb_gcm_decrypt(
    const cipsecmb_gcm_key *key, const uint8_t *nonce, const uint8_t *authenticated, uint64_t authenticated_length,
    const uint8_t *input, uint64_t length, uint8_t *output, uint8_t *tag) {
    struct gcm_context_data state;
    key->decrypt(&key->data, &state, output, input, length, nonce, authenticated, authenticated_length, tag, 16);
}

// MARK: - AES in counter mode with HMAC-SHA1

struct cipsecmb_ctr_hmac_key {
    DECLARE_ALIGNED(uint8_t encryption[16 * 11], 16);
    /// Hash states after the key's inner and outer block.
    DECLARE_ALIGNED(uint8_t inner[CODE_LENGTH], 16);
    DECLARE_ALIGNED(uint8_t outer[CODE_LENGTH], 16);
};

cipsecmb_ctr_hmac_key *cipsecmb_ctr_hmac_key_create(
    const uint8_t *cipher_key, const uint8_t *authentication_key, uint64_t authentication_key_length) {
    if (!cipsecmb_is_available() || authentication_key_length > BLOCK_LENGTH) return NULL;
    cipsecmb_ctr_hmac_key *created = allocate(sizeof(*created));
    if (created == NULL) return NULL;
    DECLARE_ALIGNED(uint8_t decryption[16 * 11], 16);
    IMB_AES_KEYEXP_128(shared_manager, cipher_key, created->encryption, decryption);
    imb_clear_mem(decryption, sizeof(decryption));

    uint8_t inner[BLOCK_LENGTH], outer[BLOCK_LENGTH];
    memset(inner, 0x36, sizeof(inner));
    memset(outer, 0x5C, sizeof(outer));
    for (uint64_t position = 0; position < authentication_key_length; position++) {
        inner[position] ^= authentication_key[position];
        outer[position] ^= authentication_key[position];
    }
    IMB_SHA1_ONE_BLOCK(shared_manager, inner, created->inner);
    IMB_SHA1_ONE_BLOCK(shared_manager, outer, created->outer);
    imb_clear_mem(inner, sizeof(inner));
    imb_clear_mem(outer, sizeof(outer));
    return created;
}

void cipsecmb_ctr_hmac_key_destroy(cipsecmb_ctr_hmac_key *key) {
    imb_clear_mem(key, sizeof(*key));
    free(key);
}

/// A thread's manager, and what each of its jobs needs until it is done, at the job's place in the queue.
struct batch {
    IMB_MGR *manager;
    struct {
        DECLARE_ALIGNED(uint8_t counter[16], 16);
        /// The library writes 12 or 20 bytes of the code; a packet has room for ten.
        uint8_t code[CODE_LENGTH];
    } slots[IMB_MAX_JOBS];
};

static struct batch *create_batch(void) {
    struct batch *batch = allocate(sizeof(*batch));
    if (batch == NULL) return NULL;
    batch->manager = alloc_mb_mgr(0);
    if (batch->manager == NULL) {
        free(batch);
        return NULL;
    }
    if (pthread_setspecific(batch_of_thread, batch) != 0) {
        destroy_batch(batch);
        return NULL;
    }
    init_mb_mgr_auto(batch->manager, NULL);
    return batch;
}

static void destroy_batch(void *pointer) {
    struct batch *batch = pointer;
    free_mb_mgr(batch->manager);
    free(batch);
}

static void finish(const IMB_JOB *job) { memcpy(job->user_data, job->auth_tag_output, TAG_LENGTH); }

bool cipsecmb_ctr_hmac_submit(
    const cipsecmb_ctr_hmac_key *key, const struct cipsecmb_ctr_hmac_message *message) {
    struct batch *batch = pthread_getspecific(batch_of_thread);
    if (batch == NULL && (batch = create_batch()) == NULL) return false;

    IMB_JOB *job = IMB_GET_NEXT_JOB(batch->manager);
    const size_t slot = job - batch->manager->jobs;
    memcpy(batch->slots[slot].counter, message->counter, 16);
    job->cipher_mode = IMB_CIPHER_CNTR;
    job->cipher_direction = IMB_DIR_ENCRYPT;
    job->hash_alg = IMB_AUTH_HMAC_SHA_1;
    job->chain_order = IMB_ORDER_CIPHER_HASH;
    job->enc_keys = key->encryption;
    job->dec_keys = key->encryption;
    job->key_len_in_bytes = 16;
    job->iv = batch->slots[slot].counter;
    job->iv_len_in_bytes = 16;
    job->src = message->plaintext;
    job->dst = message->ciphertext;
    job->cipher_start_src_offset_in_bytes = 0;
    job->msg_len_to_cipher_in_bytes = message->ciphertext_length;
    // The library hashes at an offset from the source; the message lies elsewhere, so this is the way there, modulo
    // 2^64.
    job->hash_start_src_offset_in_bytes = (uint64_t)message->message - (uint64_t)message->plaintext;
    job->msg_len_to_hash_in_bytes = message->message_length;
    job->u.HMAC._hashed_auth_key_xor_ipad = key->inner;
    job->u.HMAC._hashed_auth_key_xor_opad = key->outer;
    job->auth_tag_output = batch->slots[slot].code;
    job->auth_tag_output_len_in_bytes = CODE_LENGTH;
    job->user_data = message->tag;

    const IMB_JOB *done = IMB_SUBMIT_JOB_NOCHECK(batch->manager);
    for (; done != NULL; done = IMB_GET_COMPLETED_JOB(batch->manager)) finish(done);
    return true;
}

void cipsecmb_ctr_hmac_flush(void) {
    struct batch *batch = pthread_getspecific(batch_of_thread);
    if (batch == NULL) return;
    for (const IMB_JOB *done; (done = IMB_FLUSH_JOB(batch->manager)) != NULL;) finish(done);
}
