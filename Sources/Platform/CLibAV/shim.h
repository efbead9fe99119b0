#ifndef CLIBAV_SHIM_H
#define CLIBAV_SHIM_H

#include <libavcodec/avcodec.h>
#include <libavutil/channel_layout.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

/* What Swift does not import: macros with casts, and calls whose pointer types it cannot spell. */

/** No frame or packet until more went in. */
static inline int clibav_try_again(void) { return AVERROR(EAGAIN); }

/** The end, after draining. */
static inline int clibav_end_of_file(void) { return AVERROR_EOF; }

/** A timestamp that is not known. */
static inline int64_t clibav_no_timestamp(void) { return AV_NOPTS_VALUE; }

/** Writes at most `capacity` stereo samples to `output`, interleaved; `input` is NULL to drain. The samples written, or an error. */
static inline int clibav_resample(struct SwrContext *context, float *output, int capacity, const AVFrame *input) {
    uint8_t *outputs[1] = {(uint8_t *)output};
    return swr_convert(
        context, outputs, capacity, input ? (const uint8_t **)input->extended_data : NULL, input ? input->nb_samples : 0);
}

/** Converts the whole picture; both have buffers and the context's sizes. Negative on errors. */
static inline int clibav_scale(struct SwsContext *context, const AVFrame *input, AVFrame *output) {
    return sws_scale(
        context, (const uint8_t *const *)input->data, input->linesize, 0, input->height, output->data, output->linesize);
}

#endif
