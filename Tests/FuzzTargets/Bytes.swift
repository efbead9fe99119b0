import Bytes

extension FuzzTarget {
    /// Hexadecimal text, such as the fingerprints of SDP: what reads as bytes prints as text that reads as the same bytes.
    package static let hex = FuzzTarget("hex", seeds: [Array("01:AB:ef 99".utf8), Array("0".utf8)]) { input in
        let text = String(decoding: (0..<input.count).map { input[$0] }, as: UTF8.self)
        guard let bytes = Hex.bytes(text) else { return }
        precondition(Hex.bytes(Hex.string(bytes)) == bytes)
    }
}
