import Containers

/// What an `onStatus` command, or the information of a `_result` or `_error`, says (RTMP 1.0, §7.2.2).
package struct RTMPStatus: Equatable, Sendable {
    /// Whether it is an error; else a status or a warning.
    package var isError: Bool
    /// The machine's word, e.g. ``streamNotFound``.
    package var code: String
    /// A sentence for people; can be empty.
    package var description: String

    package init(isError: Bool = true, code: String, description: String) {
        self.isError = isError
        self.code = code
        self.description = description
    }

    package static let connectSuccess = "NetConnection.Connect.Success"
    package static let connectRejected = "NetConnection.Connect.Rejected"
    package static let connectClosed = "NetConnection.Connect.Closed"
    /// Enhanced RTMP v2, "Reconnect Request".
    package static let reconnectRequest = "NetConnection.Connect.ReconnectRequest"
    package static let callFailed = "NetConnection.Call.Failed"
    package static let publishStart = "NetStream.Publish.Start"
    /// The name is published by another already, or is not a name.
    package static let publishBadName = "NetStream.Publish.BadName"
    package static let publishDenied = "NetStream.Publish.Denied"
    package static let unpublishSuccess = "NetStream.Unpublish.Success"
    package static let playReset = "NetStream.Play.Reset"
    package static let playStart = "NetStream.Play.Start"
    package static let playStop = "NetStream.Play.Stop"
    package static let playComplete = "NetStream.Play.Complete"
    package static let playFailed = "NetStream.Play.Failed"
    package static let streamNotFound = "NetStream.Play.StreamNotFound"
    package static let unpublishNotify = "NetStream.Play.UnpublishNotify"
    package static let pauseNotify = "NetStream.Pause.Notify"
    package static let unpauseNotify = "NetStream.Unpause.Notify"
    package static let seekNotify = "NetStream.Seek.Notify"
}

extension RTMPStatus {
    /// Reads an information object; nil when it has no code.
    init?(_ information: AMF0Value) {
        guard let code = information["code"]?.string else { return nil }
        self.init(
            isError: information["level"]?.string == "error", code: code,
            description: information["description"]?.string ?? "")
    }

    /// The information object that says it, with more properties behind.
    func information(_ more: [AMF0Property] = []) -> AMF0Value {
        .object(
            [
                AMF0Property("level", .string(isError ? "error" : "status")), AMF0Property("code", .string(code)),
                AMF0Property("description", .string(description)),
            ] + more)
    }
}
