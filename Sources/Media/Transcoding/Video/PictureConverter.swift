import CLibAV
import Codecs

/// Turns pictures of other forms (4:2:2, ten bits, ...) into the 8-bit 4:2:0 that Constrained Baseline has.
final class PictureConverter {
    private var context: OpaquePointer?
    private var output: UnsafeMutablePointer<AVFrame>?

    init() throws(TranscodingError) {
        output = try LibAV.unwrap(av_frame_alloc())
    }

    deinit {
        av_frame_free(&output)
        sws_freeContext(context)
    }

    /// The same picture in 4:2:0, valid until the next call: `picture` itself when it is in that form.
    func convert(_ picture: UnsafeMutablePointer<AVFrame>) throws(TranscodingError) -> UnsafeMutablePointer<AVFrame> {
        let format = AVPixelFormat(rawValue: picture.pointee.format)
        // Full range has the same form; the frame says which of the two it is.
        if format == AV_PIX_FMT_YUV420P || format == AV_PIX_FMT_YUVJ420P { return picture }
        let (width, height) = (picture.pointee.width, picture.pointee.height)
        // Forms that mean full range keep it: to the library, the plain form would ask for the range of television.
        let target = Self.fullRangeFormats.contains(format) ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P
        context = sws_getCachedContext(
            context, width, height, format, width, height, target, Int32(SWS_BILINEAR), nil, nil, nil)
        guard let context, let output else {
            throw .failed("no conversion from pixel format \(picture.pointee.format)")
        }
        av_frame_unref(output)
        try LibAV.check(av_frame_copy_props(output, picture), "copy picture")
        output.pointee.width = width
        output.pointee.height = height
        output.pointee.format = target.rawValue
        // New room each time, as the encoder may keep a picture.
        try LibAV.check(av_frame_get_buffer(output, 0), "allocate picture")
        try LibAV.check(clibav_scale(context, picture, output), "convert picture")
        return output
    }

    /// Pixel formats, older than the field that says so, of which JPEG images are.
    private static let fullRangeFormats = [
        AV_PIX_FMT_YUVJ411P, AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ444P,
    ]
}
