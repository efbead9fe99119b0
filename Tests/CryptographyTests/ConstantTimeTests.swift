import Cryptography
import Testing

struct ConstantTimeTests {
    @Test(
        arguments: [
            ([], [], true), ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 4], false),
            ([0, 2, 3], [1, 2, 3], false),
            ([1, 2, 3], [1, 2], false), ([], [0], false),
        ] as [([UInt8], [UInt8], Bool)])
    func comparesAllBytes(a: [UInt8], b: [UInt8], equal: Bool) {
        let result = constantTimeEquals(a.span, b.span)
        #expect(result == equal)
    }
}
