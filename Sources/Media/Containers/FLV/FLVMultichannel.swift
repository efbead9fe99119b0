import Bytes

/// `MultichannelConfig` (Enhanced RTMP v2, "Enhanced Audio"): how many channels there are, and which speaker each is
/// for.
struct FLVMultichannel: Equatable {
    /// 1...255.
    let count: Int

    init(_ payload: Span<UInt8>) throws(FLVError) {
        var reader = ByteReader(payload)
        do throws(EndOfBytes) {
            let order = try reader.readUInt8()
            count = Int(try reader.readUInt8())
            switch order {
            case Self.native: try reader.skip(4)
            case Self.custom: try reader.skip(count)
            default: break
            }
        } catch {
            throw .malformed
        }
        guard count > 0 else { throw .malformed }
    }

    /// The channels that a mask of 32 bits names, in its order.
    private static let native: UInt8 = 1
    /// A byte for each channel.
    private static let custom: UInt8 = 2
}
