/// Where a session stands in a worker's table by its ICE user name fragment: a hash, so that looking up the fragment of
/// each check makes no string. Two fragments may share a key; ICE itself compares them in full.
enum FragmentKey {
    /// FNV-1a, 64 bits.
    static func key(_ fragment: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in fragment.indices { hash = (hash ^ UInt64(fragment[index])) &* 0x100_0000_01B3 }
        return hash
    }

    static func key(_ fragment: String) -> UInt64 {
        key(Array(fragment.utf8).span)
    }
}
