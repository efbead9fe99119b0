import Bytes
import Net
import STUN

/// The part an agent plays: the controlling one nominates (RFC 8445 §6.1.1).
enum ICERole: Sendable {
    case controlling
    case controlled
}

/// What an authenticated Binding request asks (RFC 8445 §7.1).
struct ConnectivityCheck: Equatable {
    /// USE-CANDIDATE: media shall flow between these two addresses.
    let nominates: Bool
    /// The role that the sender claims; nil when it claims none.
    let senderRole: ICERole?

    /// Throws how the request is to be refused.
    init(_ request: STUNMessage, in datagram: Span<UInt8>) throws(Refusal) {
        let unknown = request.unknownAttributes(knowing: Self.known)
        guard unknown.isEmpty else { throw Refusal(code: .unknownAttribute, unknownAttributes: unknown) }
        do throws(STUNError) {
            // The priority decides nothing here, but a malformed one means that the sender is broken.
            _ = try request.uint32(.priority, in: datagram)
            nominates = try request.flag(.useCandidate)
            let controlling = try request.uint64(.iceControlling, in: datagram) != nil
            let controlled = try request.uint64(.iceControlled, in: datagram) != nil
            switch (controlling, controlled) {
            case (true, true): throw .malformedValue(.iceControlled)
            case (true, false): senderRole = .controlling
            case (false, true): senderRole = .controlled
            case (false, false): senderRole = nil
            }
        } catch {
            throw Refusal(code: .badRequest, unknownAttributes: [])
        }
    }

    /// Why an authenticated request gets an error response.
    struct Refusal: Error {
        let code: STUNErrorCode
        /// What UNKNOWN-ATTRIBUTES lists, with 420.
        let unknownAttributes: [STUNAttributeType]
    }

    /// The comprehension-required types of requests that we understand.
    private static let known: Set<STUNAttributeType> = [.username, .priority, .useCandidate]
}

extension ConnectivityCheck {
    /// Reads an authenticated request and writes the response to it: success, or the error that is thrown.
    /// An agent never gives up its role: a sender that claims the same one is told to change (487).
    init(
        answering request: STUNMessage, in datagram: Span<UInt8>, from source: SocketAddress, to identity: ICEIdentity,
        as role: ICERole, output: inout ByteWriter
    ) throws(Refusal) {
        do throws(Refusal) {
            try self.init(request, in: datagram)
            guard senderRole != role else { throw Refusal(code: .roleConflict, unknownAttributes: []) }
        } catch {
            var response = STUNMessageWriter(.failure, .binding, transactionID: request.transactionID)
            response.write(error.code)
            if !error.unknownAttributes.isEmpty { response.write(unknownAttributes: error.unknownAttributes) }
            response.finish(authenticatedBy: identity.localKey, into: &output)
            throw error
        }
        var response = STUNMessageWriter(.success, .binding, transactionID: request.transactionID)
        response.write(.xorMappedAddress, xor: source)
        response.finish(authenticatedBy: identity.localKey, into: &output)
    }
}
