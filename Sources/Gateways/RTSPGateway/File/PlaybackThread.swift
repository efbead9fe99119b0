import Files
import MediaPlane
import Net

/// What runs on a playback's thread.
struct PlaybackThread {
    let mailbox: PlaybackMailbox
    let sink: any PlaybackSink
    let clocks: @Sendable () -> LoopTime

    /// Returns when the playback is closed.
    func run(_ tracks: [PlaybackTrack], _ open: () throws(MediaFileError) -> MediaFile) {
        do throws(MediaFileError) {
            let file = try open()
            guard Self.matches(file, tracks) else { throw .unplayable("The file has changed since it was described.") }
            play(FilePlayer(file, tracks: tracks))
        } catch {
            refuse(.file(error))
        }
    }

    private func play(_ player: consuming FilePlayer<MediaFile>) {
        // The moment of the next step; nil while nothing is played.
        var moment: Instant?
        while true {
            switch mailbox.wait(until: moment) {
            case .closed: return
            case .command(.play(let range, let answer)):
                do throws(PlaybackError) {
                    answer(.success(try player.play(range, now: clocks())))
                } catch {
                    answer(.failure(error))
                }
                moment = .distantPast
            case .command(.pause(let answer)):
                player.pause()
                answer()
                moment = nil
            case .onward: moment = step(&player)
            }
        }
    }

    private func step(_ player: inout FilePlayer<MediaFile>) -> Instant? {
        switch player.next(now: clocks()) {
        case .send(let packets):
            // Taken back first: the sink may have room again before it has said that it has none.
            mailbox.setRoom(false)
            if sink.send(packets) { mailbox.setRoom(true) }
            return .distantPast
        case .wait(let moment): return moment
        case .rest: return nil
        case .end(let end):
            sink.ended(end)
            return nil
        }
    }

    /// Without a file every play fails.
    private func refuse(_ error: PlaybackError) {
        while true {
            switch mailbox.wait(until: nil) {
            case .closed: return
            case .onward: continue
            case .command(.play(_, let answer)): answer(.failure(error))
            case .command(.pause(let answer)): answer()
            }
        }
    }

    private static func matches(_ file: MediaFile, _ tracks: [PlaybackTrack]) -> Bool {
        tracks.allSatisfy { file.tracks.indices.contains($0.index) && file.tracks[$0.index] == $0.format }
    }
}
