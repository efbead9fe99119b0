import Foundation
import TestSupport
import Testing

extension Interop {
    /// The browser driver itself, on pages that need no server.
    @Suite struct ChromiumTests {
        private let directory: TemporaryDirectory

        init() throws {
            directory = try TemporaryDirectory("pages")
        }

        @Test func scriptsAnswerThrowAndLeaveTraces() async throws {
            try await Chromium.run { browser in
                let page = try await browser.open(write("<title>One</title>"), beforeLoad: "globalThis.early = 7")
                #expect(try await page.evaluate("document.title") == "One")
                #expect(try await page.evaluate("early") == 7)
                #expect(
                    try await page.evaluate("Promise.resolve({a: [1, 'two', null, true]})")
                        == ["a": .array([1, "two", .null, true])])
                await #expect(throws: TestFailure.self) { try await page.evaluate("nonsense.here") }

                try await page.evaluate("console.warn('careful', 2); setTimeout(() => { throw new Error('late') })")
                try await eventually("the page's messages arrive", timeout: .seconds(20)) {
                    page.console.contains("warning: careful 2") && page.console.contains { $0.contains("Error: late") }
                        ? true : nil
                }
                await #expect(throws: TimedOut.self) {
                    try await page.waitUntil("1 === 2", timeout: .milliseconds(200))
                }
            }
        }

        @Test func aReloadMakesANewDocument() async throws {
            try await Chromium.run { browser in
                let page = try await browser.open(write("<title>One</title>"), beforeLoad: "globalThis.early = 7")
                try await page.evaluate("globalThis.mark = 1")
                try await page.reload()
                #expect(try await page.evaluate("`${document.title} ${early} ${typeof mark}`") == "One 7 undefined")
                await #expect(throws: TestFailure.self) {
                    try await page.navigate(to: "file:///nowhere/to/be/found.html")
                }
            }
        }

        @Test func aScreenshotIsAPicture() async throws {
            try await Chromium.run { browser in
                let picture = directory.url.appending(path: "picture.png")
                try await browser.open(write("<h1>Hello</h1>")).screenshot(to: picture)
                let bytes = try Data(contentsOf: picture)
                #expect(bytes.count > 1_000)
                #expect(bytes.prefix(4).elementsEqual([0x89, 0x50, 0x4E, 0x47]))
            }
        }

        /// Camera, microphone, encoder, decoder and loudspeaker work here, in two tabs at once: what all other tests rest on.
        @Test func twoTabsSendThemselvesPictureAndSound() async throws {
            try await Chromium.run { browser in
                let address = try write(Self.loopPage)
                let pages = [try await browser.open(address), try await browser.open(address)]
                for page in pages {
                    try await page.waitUntil(
                        "globalThis.inbound?.('video')?.framesDecoded >= 30", timeout: .seconds(60))
                    try await page.waitUntil("inbound('audio').totalAudioEnergy > 0")
                    #expect(try await page.evaluate("inbound('video').frameWidth") == 640)
                    #expect(page.console == [])
                }
            }
        }

        @Test func nothingStaysBehind() async throws {
            var profile = ""
            await #expect(throws: CancellationError.self) {
                try await Chromium.run { browser in
                    profile = browser.profilePath
                    #expect(FileManager.default.fileExists(atPath: profile))
                    throw CancellationError()
                }
            }
            #expect(!FileManager.default.fileExists(atPath: profile))
        }

        /// A file with this HTML, as an address.
        private func write(_ html: String) throws -> String {
            let file = directory.url.appending(path: "\(UUID().uuidString).html")
            try Data(html.utf8).write(to: file)
            return file.absoluteString
        }

        private static let loopPage = """
            <video autoplay playsinline></video>
            <script type="module">
            const [left, right] = [new RTCPeerConnection(), new RTCPeerConnection()]
            left.onicecandidate = event => right.addIceCandidate(event.candidate)
            right.onicecandidate = event => left.addIceCandidate(event.candidate)
            right.ontrack = event => document.querySelector('video').srcObject = event.streams[0]
            const source = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 }, audio: true })
            for (const track of source.getTracks()) left.addTrack(track, source)
            await left.setLocalDescription()
            await right.setRemoteDescription(left.localDescription)
            await right.setLocalDescription()
            await left.setRemoteDescription(right.localDescription)
            setInterval(async () => {
                const all = [...(await right.getStats()).values()]
                globalThis.inbound = kind => all.find(entry => entry.type === 'inbound-rtp' && entry.kind === kind)
            }, 200)
            </script>
            """
    }
}
