/// How long a connection waits; our choices, except where a source is named.
package enum RTSPTiming {
    /// From the TCP (and TLS) connection to the end of the first request, and from the first byte of each later message
    /// to its last; absolute, so that a byte now and then does not prolong it. MediaMTX waits as long.
    package static let messageLimit = Duration.seconds(10)
    /// From an ANNOUNCE, and again from a session's first SETUP, to PLAY or RECORD; absolute.
    package static let startLimit = Duration.seconds(10)
    /// What a server promises in `Session: …;timeout=`, and a client takes for granted where a server says nothing (RFC
    /// 2326 §12.37).
    package static let sessionTimeout = Duration.seconds(60)
    /// A client of whom nothing was heard for this long is gone: the promise, and time for what is on its way.
    package static let silenceLimit = Duration.seconds(70)
    /// From a client's request to its answer.
    package static let answerLimit = Duration.seconds(10)
    /// The shortest session timeout that a client takes from a server: one below would make it send without a pause.
    package static let shortestSessionTimeout = Duration.seconds(4)
}
