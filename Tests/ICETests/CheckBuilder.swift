import Bytes
import ICE
import STUN

/// A Binding request as a peer would send it, or as one that is wrong in a single point.
struct CheckBuilder {
    var `class` = STUNClass.request
    var method = STUNMethod.binding
    var username: String?
    var password: String?
    var nominates = false
    /// Attributes beside USERNAME, PRIORITY, USE-CANDIDATE and the role.
    var extra: [(type: UInt16, value: [UInt8])] = []
    var role: STUNAttributeType? = .iceControlling
    var transactionID = STUNTransactionID(high: 7, low: 7)

    /// A check from the holder of `sender` to the holder of `receiver`.
    init(to receiver: ICECredentials, from sender: ICECredentials, nominates: Bool = false) {
        username = "\(receiver.ufrag):\(sender.ufrag)"
        password = receiver.password
        self.nominates = nominates
    }

    func with(_ change: (inout CheckBuilder) -> Void) -> CheckBuilder {
        var copy = self
        change(&copy)
        return copy
    }

    var datagram: [UInt8] {
        var writer = STUNMessageWriter(`class`, method, transactionID: transactionID)
        if let username { writer.write(.username, username) }
        writer.write(.priority, 0x6E00_01FF as UInt32)
        if nominates { writer.write(.useCandidate) }
        if let role { writer.write(role, 42 as UInt64) }
        for (type, value) in extra { writer.write(STUNAttributeType(rawValue: type), value) }
        var output = ByteWriter()
        writer.finish(authenticatedBy: password.map(STUNIntegrityKey.init(password:)), into: &output)
        return output.bytes
    }
}
