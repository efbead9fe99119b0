import Testing

@testable import Load

struct SignalingClientTests {
    @Test(arguments: [
        (#"{"status":409,"detail":"Nobody publishes this stream now."}"#, "Nobody publishes this stream now."),
        (#"{"error":"path not found"}"#, "path not found"),
        ("Not Found\nmore", "Not Found"), ("", ""), ("[1,2]", "[1,2]"),
        (String(repeating: "x", count: 500), String(repeating: "x", count: 200)),
    ])
    func aRefusalIsShownByItsSentence(body: String, sentence: String) {
        #expect(SignalingClient.detail(of: body) == sentence)
        let error = SignalingError.refused(409, sentence, retryAfter: nil)
        #expect("\(error)" == (sentence.isEmpty ? "the server answered 409" : "the server answered 409: \(sentence)"))
    }
}
