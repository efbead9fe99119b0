import Containers
import RTMP
import Testing

/// Servers that refuse, send elsewhere, or end.
@Suite struct ClientRefusalTests {
    @Test func refusedConnectSaysWhy() throws {
        var client = try ClientUnderTest(.publish)
        let information = AMF0Value.object([
            AMF0Property("level", .string("error")), AMF0Property("code", .string(RTMPStatus.connectRejected)),
            AMF0Property("description", .string("[ code=403 need auth; authmod=adobe ]")),
        ])
        try client.answer("_error", 1, [information])
        try client.answer("_result", 1, [])
        #expect(
            client.events == [
                .failed(
                    RTMPStatus(
                        code: RTMPStatus.connectRejected, description: "[ code=403 need auth; authmod=adobe ]"))
            ])
        #expect(try client.sent().isEmpty)
    }

    @Test func resultThatIsAnErrorIsOne() throws {
        var client = try ClientUnderTest(.publish)
        let information = AMF0Value.object([
            AMF0Property("level", .string("error")), AMF0Property("code", .string("X")),
        ])
        try client.answer("_result", 1, [information])
        #expect(client.events == [.failed(RTMPStatus(code: "X", description: ""))])
    }

    @Test(arguments: [[], [.null], [.number(.nan)], [.number(-1)], [.string("1")]] as [[AMF0Value]])
    func streamWithoutANumberIsNone(_ arguments: [AMF0Value]) throws {
        var client = try ClientUnderTest(.play)
        try client.answer("_result", 1, [])
        try client.answer("_result", 4, arguments)
        #expect(
            client.events == [
                .failed(RTMPStatus(code: RTMPStatus.callFailed, description: "The server created no stream."))
            ])
    }

    @Test func someRefusalsDoNotMatter() throws {
        var client = try ClientUnderTest(.publish)
        try client.answer("_error", 4, [])
        try client.answer("_result", 1, [])
        for transaction in [2, 3, 9, .nan, -1] { try client.answer("_error", transaction, []) }
        #expect(client.events.isEmpty)
        try client.answer("_error", 4, [])
        #expect(client.events.count == 1)
    }

    @Test(
        arguments: [
            (RTMPStatus.publishBadName, "error"), (RTMPStatus.publishBadName, "status"), ("Unheard.Of", "error"),
            (RTMPStatus.streamNotFound, "warning"),
        ])
    func refusedRequestSaysWhy(_ code: String, _ level: String) throws {
        var client = try ClientUnderTest(.publish)
        try client.answer("_result", 1, [])
        try client.answer("_result", 4, [.number(1)])
        try client.status("NetStream.Play.Reset")
        try client.status(code, level: level)
        try client.status(RTMPStatus.publishStart)
        #expect(client.events == [.failed(RTMPStatus(isError: level == "error", code: code, description: "Because."))])
    }

    @Test func rejectionWithARedirectNamesTheOtherPlace() throws {
        var client = try ClientUnderTest(.publish)
        let information = AMF0Value.object([
            AMF0Property("code", .string(RTMPStatus.connectRejected)), AMF0Property("description", .string("Moved.")),
            AMF0Property(
                "ex", .object([AMF0Property("code", .number(302)), AMF0Property("redirect", .string("rtmp://b/live"))])),
        ])
        try client.answer("_error", 1, [information])
        #expect(
            client.events == [
                .redirect(RTMPRedirect(url: "rtmp://b/live", description: "Moved.", isRejection: true))
            ])
    }

    @Test func reconnectRequestLeavesTheConnectionAlive() throws {
        var client = try ClientUnderTest.ready(.publish)
        try client.status(RTMPStatus.reconnectRequest, [AMF0Property("tcUrl", .string("//b/live"))])
        try client.status(RTMPStatus.reconnectRequest)
        #expect(
            client.events == [
                .redirect(RTMPRedirect(url: "//b/live", description: "Because.", isRejection: false)),
                .redirect(RTMPRedirect(url: "", description: "Because.", isRejection: false)),
            ])
        client.connection.send(.video, timestamp: 0, payload: [1])
        #expect(try client.sent().count == 1)
    }

    @Test(
        arguments: [
            RTMPStatus.unpublishNotify, RTMPStatus.playStop, RTMPStatus.playComplete, RTMPStatus.connectClosed,
        ])
    func playEndsOnce(_ code: String) throws {
        var client = try ClientUnderTest.ready(.play)
        try client.status(code)
        try client.status(code)
        try client.message(.video, [0x17], stream: 1)
        #expect(client.events == [.ended(RTMPStatus(isError: false, code: code, description: "Because."))])
    }

    @Test func playEndsByOtherWords() throws {
        let complete = AMF0Value.object([AMF0Property("code", .string(RTMPStatus.playComplete))])
        var first = try ClientUnderTest.ready(.play)
        try first.message(.dataAMF0, AMF0Writer.bytes(of: [.string("onPlayStatus"), complete]), stream: 1)
        #expect(first.events.count == 1)
        var second = try ClientUnderTest.ready(.play)
        // Another stream's end is not ours.
        try second.message(.userControl, [0, 1, 0, 0, 0, 2])
        #expect(second.events.isEmpty)
        try second.message(.userControl, [0, 1, 0, 0, 0, 1])
        #expect(second.events.count == 1)
    }

    @Test func wordsThatMeanNothingHereAreIgnored() throws {
        var client = try ClientUnderTest.ready(.play)
        try client.status("NetStream.Play.PublishNotify")
        try client.status(RTMPStatus.playStart)
        try client.answer("onStatus", 0, [.null])
        try client.answer("onBWDone", 0, [.number(8192)])
        try client.message(.userControl, [])
        try client.message(.dataAMF0, AMF0Writer.bytes(of: [.string("onPlayStatus"), .null]), stream: 1)
        #expect(client.events.isEmpty)
    }
}
