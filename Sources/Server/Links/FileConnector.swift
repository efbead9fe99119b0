import Files
import FramePlane
import Net
import RTSPGateway
import SFU

/// Paths whose stream is a file of the folder `rtsp.files`.
struct FileConnector: LinkConnector {
    let frames: FramePlane
    /// Nil where none is set; then no path has a file.
    let folder: MediaFolder?

    let schemes: Set<LinkScheme> = [.file]

    func push(
        _ path: StreamPath, to target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        throw .failed("Nothing is pushed to a file.")
    }

    func pull(
        _ path: StreamPath, from target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        guard let folder else { throw .failed("There is no folder of files (rtsp.files).") }
        let name = target.url.text
        let file = LoopedFile(loops: target.options.loops) { () throws(MediaFileError) in
            try MediaFile(try folder.open(name))
        }
        var random = SystemRandomNumberGenerator()
        let client = FrameClient(
            session: RandomToken.make(using: &random), protocolName: "file", remote: target.url.redacted)
        let reports = Task { await report(path, client.session, progress) }
        defer { reports.cancel() }
        let end: LoopedFile.End
        do throws(FramePlaneError) {
            end = try await file.publish(path, on: frames, as: client, refusesWhenPublished: true)
        } catch {
            throw .failed(error.sentence)
        }
        if let sentence = Self.sentence(end) { throw .failed(sentence) }
    }

    /// Says once a second how much was published, as soon as it is something.
    private func report(
        _ path: StreamPath, _ session: String, _ progress: @Sendable (LinkProgress) -> Void
    ) async {
        while (try? await Task.sleep(for: Self.interval)) != nil {
            let stream = frames.streams().first { $0.path == path && $0.publisher?.session == session }
            guard let bytes = stream?.tracks.reduce(0, { $0 &+ $1.bytes }), bytes > 0 else { continue }
            progress(LinkProgress(session: session, bytes: bytes))
        }
    }

    /// Nil when the file was played, or is no longer wanted.
    private static func sentence(_ end: LoopedFile.End) -> String? {
        switch end {
        case .complete, .cancelled: nil
        case .failed(.refused): "The name leads out of the folder rtsp.files, or to a hidden file."
        case .failed(.notFound): "There is no such file in the folder rtsp.files, or it cannot be read."
        case .failed(.unplayable(let sentence)): sentence
        case .ended(let end): end.sentence
        case .overloaded: "Too many files are read already."
        }
    }

    private static let interval = Duration.seconds(1)
}

extension Configuration {
    /// Where files to play are; nil when they are not played.
    var mediaFolder: MediaFolder? { rtsp.files.isEmpty ? nil : MediaFolder(rtsp.files) }
}
