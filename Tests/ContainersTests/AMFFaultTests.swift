import Bytes
import Containers
import Testing

/// What no sender may make us do: trap, recurse without end, or hold much for few bytes.
@Suite struct AMFFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let error: AMFError?

        init(_ testDescription: String, _ bytes: [UInt8], _ error: AMFError?) {
            self.testDescription = testDescription
            self.bytes = bytes
            self.error = error
        }

        init(_ testDescription: String, hex: String, _ error: AMFError?) {
            self.init(testDescription, Hex.bytes(hex) ?? [], error)
        }
    }

    static let faults = [
        Fault("a number is cut off", hex: "00 3ff00000000000", .truncated),
        Fault("a boolean is cut off", hex: "01", .truncated),
        Fault("text reaches past the end", hex: "02 ffff 6161", .truncated),
        Fault("long text reaches past the end", hex: "0c ffffffff 6161", .truncated),
        Fault("a name is cut off", hex: "03 00", .truncated),
        Fault("a value is missing", hex: "03 0001 61", .truncated),
        Fault("a date is cut off", hex: "0b 0000000000000000 00", .truncated),
        Fault("an array of 2³² - 1 values", hex: "0a ffffffff 05", .truncated),
        Fault("an end without an object", hex: "09", .unknownMarker(9)),
        Fault("a marker that does not exist", hex: "12", .unknownMarker(0x12)),
        Fault("a movie clip", hex: "04", .unsupportedMarker(4)),
        Fault("a record set", hex: "0e", .unsupportedMarker(0x0E)),
        Fault("a reference to nothing", hex: "07 0000", .invalidReference),
        Fault("an object inside itself", hex: "03 0001 61 07 0000 000009", .invalidReference),
        Fault("16 levels", nested(16), nil),
        Fault("17 levels", nested(17), .tooDeep),
        Fault("10,000 levels", nested(10_000), .tooDeep),
        Fault("16 levels by a reference", nested(15) + [0x0A, 0, 0, 0, 1, 0x07, 0, 0], nil),
        Fault("17 levels by a reference", nested(16) + [0x0A, 0, 0, 0, 1, 0x07, 0, 0], .tooDeep),
        Fault("4,096 values", [UInt8](repeating: 5, count: 4096), nil),
        Fault("4,097 values", [UInt8](repeating: 5, count: 4097), .tooManyValues),
        Fault(
            "4,097 values in an array", [0x0A, 0, 0, 0x10, 0x00] + [UInt8](repeating: 5, count: 4096), .tooManyValues),
        Fault("an array of 2 values, doubled 9 times", doubled(9), nil),
        Fault("an array of 2 values, doubled 10 times", doubled(10), .tooManyValues),
        Fault("64 KiB of text, repeated 16 times", repeated(16), nil),
        Fault("64 KiB of text, repeated 17 times", repeated(17), .tooMuchRepetition),
        Fault("AMF3: an array of 2²⁸ - 1 values", hex: "11 09 ffffffff 01", .truncated),
        Fault("AMF3: text reaches past the end", hex: "11 06 ffffffff 61", .truncated),
        Fault("AMF3: a number is cut off", hex: "11 04 ffffff", .truncated),
        Fault("AMF3: a class of 2²⁵ names", hex: "11 0a fffffffb 01", .truncated),
        Fault("AMF3: a class of 5,000 names", [0x11, 0x0A, 0x84, 0xF1, 0x03] + repeatedName(5000), .tooManyValues),
        Fault("AMF3: text that was not sent", hex: "11 06 00", .invalidReference),
        Fault("AMF3: an object that was not sent", hex: "11 0a 00", .invalidReference),
        Fault("AMF3: a class that was not sent", hex: "11 0a 01", .invalidReference),
        Fault("AMF3: an array inside itself", hex: "11 09 03 01 09 00", .invalidReference),
        Fault("AMF3: an externalizable object", hex: "11 0a 07 01", .unsupportedMarker(0x0A)),
        Fault("AMF3: bytes", hex: "11 0c 01", .unsupportedMarker(0x0C)),
        Fault("AMF3: a marker that does not exist", hex: "11 12", .unknownMarker(0x12)),
        Fault(
            "AMF3: 10,000 levels", [0x11] + [[UInt8]](repeating: [0x09, 0x03, 0x01], count: 10_000).joined(), .tooDeep),
    ]

    /// An array in an array and so on, and a value in the innermost: that one is so many levels deep.
    private static func nested(_ levels: Int) -> [UInt8] {
        Array([[UInt8]](repeating: [0x0A, 0, 0, 0, 1], count: levels).joined()) + [5]
    }

    /// Arrays that each hold the one before twice.
    private static func doubled(_ times: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x0A, 0, 0, 0, 2, 5, 5]
        for index in 1..<UInt8(times) { bytes += [0x0A, 0, 0, 0, 2, 7, 0, index - 1, 7, 0, index - 1] }
        return bytes
    }

    private static func repeated(_ times: Int) -> [UInt8] {
        let text = AMF0Writer.bytes(of: [.strictArray([.string(String(repeating: "x", count: 65_536))])])
        return text + Array([[UInt8]](repeating: [7, 0, 0], count: times).joined())
    }

    private static func repeatedName(_ count: Int) -> [UInt8] {
        [1] + [UInt8](repeating: 1, count: count)
    }

    @Test(arguments: faults) func isRefused(fault: Fault) {
        let error: AMFError?
        do throws(AMFError) {
            _ = try AMF0Reader.values(in: fault.bytes.span)
            error = nil
        } catch let thrown {
            error = thrown
        }
        #expect(error == fault.error)
    }
}
