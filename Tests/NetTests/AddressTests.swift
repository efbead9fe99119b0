import Net
import Testing

struct AddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::", "::"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("fe80::1", "fe80::1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1::", "1::"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
    ]) func printsCanonically(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", ":1::2",
        "g::",
        "1.2.3.4 ", "+1.2.3.4", "1:2:3:4:5:6:7:8::", "::1.2.3.4.5",
    ]) func refuses(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func knowsLoopbackInBothFamilies() {
        #expect(IPAddress("127.8.9.10")?.isLoopback == true)
        #expect(IPAddress("::ffff:127.0.0.1")?.isLoopback == true)
        #expect(IPAddress("::1")?.isLoopback == true)
        #expect(IPAddress("10.0.0.1")?.isLoopback == false)
        #expect(SocketAddress(ip: .loopbackV6, port: 80).description == "[::1]:80")
    }
}
