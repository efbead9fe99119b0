import Net

/// Which of our addresses a peer is told to try, the best first.
enum CandidateAddresses {
    /// Announced addresses come first, then the one that the peer reached us at by HTTP, then those of the interfaces.
    /// Loopback and link-local ones are only told to a peer that came by one: nobody else could use them.
    /// - Parameters:
    ///   - asked: the local address of the HTTP connection; nil when unknown.
    ///   - announced: what the operator configured.
    ///   - interfaces: what the machine has.
    static func list(asked: IPAddress?, announced: [IPAddress], interfaces: [IPAddress]) -> [IPAddress] {
        var list: [IPAddress] = []
        func add(_ address: IPAddress) {
            guard !address.isUnspecified, !list.contains(address), list.count < maximum else { return }
            list.append(address)
        }
        if let asked, asked.isLoopback { add(asked) }
        announced.forEach(add)
        if let asked { add(asked) }
        for address in interfaces where !address.isLoopback && !address.isLinkLocal { add(address) }
        return list
    }

    /// Each candidate costs a peer a check (our choice).
    private static let maximum = 16
}
