/// Cuts a run of records into datagrams of at most `limit` bytes: as many records to each as fit, none cut in two.
///
/// OpenSSL limits each record to the MTU but retransmits a flight record by record; a flight that is one datagram
/// instead of five is five times less likely to be hit by loss. A record longer than `limit` would travel alone.
func packRecords(_ bytes: Span<UInt8>, limit: Int, _ transmit: (Span<UInt8>) -> Void) {
    var start = 0
    var end = 0
    while let record = Record(at: end, in: bytes) {
        if record.range.upperBound - start > limit, end > start {
            transmit(bytes.extracting(start..<end))
            start = end
        }
        end = record.range.upperBound
    }
    if end > start { transmit(bytes.extracting(start..<end)) }
}
