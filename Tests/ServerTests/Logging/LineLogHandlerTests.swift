import Foundation
import Logging
import Synchronization
import Testing

@testable import Server

@Suite struct LineLogHandlerTests {
    private func lines(_ format: LogFormat, _ log: (inout Logger) -> Void) -> [String] {
        let box = Lines()
        var logger = Logger(label: "test") { _ in
            LineLogHandler(LogSettings(level: .info, format: format), write: { box.add($0) })
        }
        log(&logger)
        return box.all
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock(\.self) }
    }

    @Test func textIsOneLineAnEvent() throws {
        let lines = lines(.text) { logger in
            logger[metadataKey: "session"] = "abc"
            logger.info("Session opened", metadata: ["path": "live/bbb", "reason": "two words", "empty": ""])
            logger.debug("not this one")
        }
        let line = try #require(lines.first)
        #expect(lines.count == 1)
        #expect(line.hasSuffix("Z info Session opened empty=\"\" path=live/bbb reason=\"two words\" session=abc\n"))
        #expect(line.prefixMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /#) != nil)
    }

    @Test func jsonIsOneObjectALine() throws {
        let lines = lines(.json) { $0.warning("say \"x\"\n", metadata: ["path": "a\\b\u{1}"]) }
        let line = try #require(lines.first)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String])
        #expect(object["level"] == "warning")
        #expect(object["message"] == "say \"x\"\n")
        #expect(object["path"] == "a\\b\u{1}")
        #expect(object.keys.sorted() == ["level", "message", "path", "time"])
    }

    /// Nothing from outside can end a line or a value, whatever it holds.
    @Test(arguments: ["a\r\n2026 info forged", "a\nb", "x\" y=\"z", "a\u{2028}b", "a\u{0}b\u{7F}", "%s%n", "a=b", "\\"])
    func valuesCannotForgeLines(_ value: String) throws {
        for format in LogFormat.allCases {
            let line = try #require(lines(format) { $0.info("x", metadata: ["value": "\(value)"]) }.first)
            #expect(line.unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x2028 }.map(\.value) == [10])
            #expect(line.hasSuffix("\n"))
        }
    }

    @Test func throttleLetsOneASecondThrough() {
        let throttle = LogThrottle()
        let start = ContinuousClock.Instant.now
        #expect(throttle.pass(at: start) == 0)
        #expect(throttle.pass(at: start.advanced(by: .milliseconds(1))) == nil)
        #expect(throttle.pass(at: start.advanced(by: .milliseconds(999))) == nil)
        #expect(throttle.pass(at: start.advanced(by: .seconds(1))) == 2)
        #expect(throttle.pass(at: start.advanced(by: .seconds(3))) == 0)
    }
}
