import Glibc

/// The system's own randomness, drawn 256 bytes at a time: a session needs several hundred bytes of it, number by number,
/// and each draw is a system call.
struct BufferedRandom: RandomNumberGenerator {
    private var numbers = [UInt64](repeating: 0, count: Self.capacity)
    /// Those at the end of `numbers` that nobody has had yet.
    private var left = 0

    mutating func next() -> UInt64 {
        if left == 0 { fill() }
        left -= 1
        // What was given out is forgotten here.
        let number = numbers[left]
        numbers[left] = 0
        return number
    }

    private mutating func fill() {
        // At most 256 bytes come at once and whole (getentropy(3)); it fails only where the kernel has no such call.
        let result = numbers.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        precondition(result == 0, "the system has no randomness")
        left = numbers.count
    }

    private static let capacity = 32
}
