import Bytes

/// The sample messages of RFC 5769, byte for byte.
enum RFC5769 {
    static let password = "VOkJxbRl1RmTxUk/WvJxBt"

    /// §2.1: a request under short-term credentials. Its padding bytes are spaces.
    static let request = bytes(
        """
        0001 0058 2112a442 b7e7a701 bc34d686 fa87dfae
        8022 0010 5354554e 20746573 7420636c 69656e74
        0024 0004 6e0001ff
        8029 0008 932ff9b1 51263b36
        0006 0009 6576746a 3a683676 59202020
        0008 0014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
        8028 0004 e57a3bcf
        """)

    /// §2.2: the response over IPv4.
    static let responseV4 = bytes(
        """
        0101 003c 2112a442 b7e7a701 bc34d686 fa87dfae
        8022 000b 74657374 20766563 746f7220
        0020 0008 0001a147 e112a643
        0008 0014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7
        8028 0004 c07d4c96
        """)

    /// §2.3: the response over IPv6.
    static let responseV6 = bytes(
        """
        0101 0048 2112a442 b7e7a701 bc34d686 fa87dfae
        8022 000b 74657374 20766563 746f7220
        0020 0014 0002a147 0113a9fa a5d3f179 bc25f4b5 bed2b9d9
        0008 0014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41
        8028 0004 c8fb0b4c
        """)

    /// §2.4: a request under long-term credentials, without FINGERPRINT.
    static let longTermRequest = bytes(
        """
        0001 0060 2112a442 78ad3433 c6ad72c0 29da412e
        0006 0012 e3839ee3 8388e383 aae38383 e382afe3 82b90000
        0015 001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341
        0014 000b 6578616d 706c652e 6f726700
        0008 0014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666
        """)

    /// MD5 of the user name, "example.org" and the password "TheMatrIX", with colons between.
    static let longTermKey = bytes("e8ca7ad59d5eb0518e312911d2dab2a9")

    private static func bytes(_ text: String) -> [UInt8] {
        guard let bytes = Hex.bytes(text) else { preconditionFailure("a vector is not hexadecimal") }
        return bytes
    }
}
