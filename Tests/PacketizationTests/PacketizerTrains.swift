import Testing

/// Expects what one message with segmentation offload can hold: packets of one size, and a last one that may be shorter, by
/// fewer bytes than there are packets.
/// - Parameter slack: bytes by which the last may be shorter besides.
func expectOneTrain(
    _ sizes: [Int], slack: Int = 0, _ comment: Comment, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let first = sizes.first, let last = sizes.last else { return }
    #expect(sizes.dropLast().allSatisfy { $0 == first }, comment, sourceLocation: sourceLocation)
    #expect(last <= first && first - last < sizes.count + slack, comment, sourceLocation: sourceLocation)
}
