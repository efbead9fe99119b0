/// Which of libavformat's formats files may have.
enum DemuxerFormats {
    /// By libavformat's names: containers that hold what they play. Missing are playlists and descriptions (`hls`,
    /// `concat`, `dash`, `sdp`, `imf`, `webm_dash_manifest`), which name other files; pictures (`image2`), which are
    /// many files; devices; and what is known by its file's name alone (raw samples) or has no times (raw video).
    static let list = [
        "mov", "mp4", "matroska", "webm", "mpegts", "mpeg", "flv", "live_flv", "avi", "asf", "ogg", "nut", "mxf", "gxf",
        "wtv", "dv", "ivf", "rm", "wav", "w64", "aiff", "au", "caf", "mp3", "aac", "ac3", "eac3", "flac",
    ].joined(separator: ",")
}
