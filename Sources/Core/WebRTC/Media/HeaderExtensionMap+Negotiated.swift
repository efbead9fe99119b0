import RTP

extension HeaderExtensionMap {
    /// The header extensions that an offer and its answer settled on.
    init(_ negotiated: [NegotiatedExtension]) {
        self.init()
        for element in negotiated {
            guard let kind = HeaderExtensionKind(uri: element.uri) else { continue }
            set(kind, id: element.id)
        }
    }
}
