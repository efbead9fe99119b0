import Codecs

extension PacketFormat {
    /// The value of a format parameter, as ``Codec`` reads them.
    func formatParameter(_ name: String) -> String? {
        let codec = Codec(.h264, clockRate: clockRate, formatParameters: formatParameters)
        return codec.formatParameter(name)
    }
}
