#if canImport(CIPsecMB)
    import CIPsecMB
#endif

/// The library that does the work of AES-GCM, and of batches of AES-CM with HMAC-SHA1. Both give the same bytes.
package enum CipherEngine: Sendable, CaseIterable {
    /// Everywhere.
    case openSSL
    /// Intel's multi-buffer library: GCM without OpenSSL's cost of a call, and SHA-1 of up to 16 messages in one go.
    case ipsecMB

    /// For logs and metrics.
    package var name: String {
        switch self {
        case .openSSL: "openssl"
        case .ipsecMB: "ipsec-mb"
        }
    }

    /// Whether this build has the library, and this processor suits it.
    package var isAvailable: Bool {
        switch self {
        case .openSSL: return true
        case .ipsecMB:
            #if canImport(CIPsecMB)
                return cipsecmb_is_available()
            #else
                return false
            #endif
        }
    }

    /// The fastest there is here. Decided once a process.
    package static let preferred: CipherEngine = CipherEngine.ipsecMB.isAvailable ? .ipsecMB : .openSSL
}
