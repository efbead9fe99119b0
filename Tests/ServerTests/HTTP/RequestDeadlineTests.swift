import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Server

/// In the event loop's own time, so that a minute passes at once.
@Suite struct RequestDeadlineTests {
    private let channel = EmbeddedChannel(handler: RequestDeadlineHandler())
    private let request = HTTPRequestPart.head(HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/"))

    init() throws {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    private func receive(_ part: HTTPRequestPart) throws { try channel.writeInbound(part) }

    private func answer() throws {
        try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    @Test func aSilentConnectionEndsAfterTenSeconds() {
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(9999))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
    }

    /// A byte now and then does not help.
    @Test func aDrippingBodyEndsTenSecondsAfterTheStart() throws {
        channel.embeddedEventLoop.advanceTime(by: .seconds(5))
        try receive(request)
        for _ in 0..<4 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(1))
            try receive(.body(ByteBuffer(string: "a")))
        }
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func anAnswerMayTakeHalfAMinute() throws {
        try receive(request)
        try receive(.end(nil))
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    /// Requests sent ahead without reading the answers end as any other.
    @Test func anAnswerThatIsNotTakenEndsTheConnection() throws {
        for _ in 0..<3 {
            try receive(request)
            try receive(.end(nil))
        }
        try answer()
        channel.embeddedEventLoop.advanceTime(by: .seconds(30))
        #expect(!channel.isActive)
    }

    @Test func theNextRequestIsWaitedForAMinute() throws {
        try receive(request)
        try receive(.end(nil))
        try answer()
        channel.embeddedEventLoop.advanceTime(by: .seconds(59))
        #expect(channel.isActive)
        try receive(request)
        channel.embeddedEventLoop.advanceTime(by: .seconds(9))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func anIdleConnectionEndsAfterAMinute() throws {
        try receive(request)
        try receive(.end(nil))
        try answer()
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
        #expect(!channel.isActive)
    }

    /// An early answer, e.g. 413, does not buy the rest of the body more time.
    @Test func anEarlyAnswerDoesNotExtendTheRequest() throws {
        try receive(request)
        try answer()
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(!channel.isActive)
    }
}
