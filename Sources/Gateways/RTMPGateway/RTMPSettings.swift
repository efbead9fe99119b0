/// What an operator may set about RTMP.
package struct RTMPSettings: Sendable, Equatable {
    /// TCP port; 0 lets the system choose, nil switches plain RTMP off.
    package var port: Int? = 1935
    /// TCP port of RTMPS; 0 lets the system choose. Served only where there is a certificate.
    package var tlsPort: Int? = 1936
    /// Connections at a time; more are refused.
    package var maximumConnections = 4_096
    /// Players are sent what has gathered in this time at once: each system call is dear.
    package var gathering = Duration.milliseconds(20)
    /// Whether a path that has a publisher refuses another.
    package var refusesSecondPublisher = false

    package init() {}
}
