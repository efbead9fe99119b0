/// How colour is sampled, which is also the unit that H.264 and H.265 crop pictures in (H.264 table 6-1, H.265 table 6-1).
enum ChromaFormat {
    case monochrome
    case yuv420
    case yuv422
    case yuv444
    /// Three planes, each coded like a monochrome picture.
    case separate

    /// From `chroma_format_idc`; a value outside of the tables counts as 4:4:4.
    init(code: Int) {
        self =
            switch code {
            case 0: .monochrome
            case 1: .yuv420
            case 2: .yuv422
            default: .yuv444
            }
    }

    /// Pixels across that one step of cropping takes.
    var horizontalUnit: Int { self == .yuv420 || self == .yuv422 ? 2 : 1 }
    /// Pixels down that one step of cropping takes.
    var verticalUnit: Int { self == .yuv420 ? 2 : 1 }
}
