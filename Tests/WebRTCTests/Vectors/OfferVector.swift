/// An offer as some sender writes it.
struct OfferVector: Sendable {
    /// With CR LF at the end of each line.
    var text: String

    init(_ text: String) {
        self.text = (text + "\n").replacing("\n", with: "\r\n")
    }

    /// The same with every `old` replaced; stops the test when there is none.
    func replacing(_ old: String, with new: String) -> OfferVector {
        precondition(text.contains(old), "the offer has no \(old)")
        var changed = self
        changed.text = text.replacing(old, with: new)
        return changed
    }

    /// The same without the lines that begin so; stops the test when there is none.
    func removing(_ beginning: String) -> OfferVector {
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let rest = lines.filter { !$0.hasPrefix(beginning) }
        precondition(rest.count < lines.count, "the offer has no line \(beginning)")
        var changed = self
        changed.text = rest.joined(separator: "\r\n")
        return changed
    }

    /// Offers to publish, and one to play, from all senders.
    static let publishers = [
        chromiumPublisher, chromiumSimulcast, ffmpegPublisher, firefoxPublisher, obsPublisher, videoOnly,
    ]
}
