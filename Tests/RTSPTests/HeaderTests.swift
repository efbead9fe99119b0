import RTSP
import Testing

@Suite struct SessionHeaderTests {
    @Test(
        arguments: [
            ("12345678", "12345678", nil, "12345678"), ("a1;timeout=60", "a1", 60, "a1;timeout=60"),
            (" a1 ; Timeout = 5 ;x=y", "a1", 5, "a1;timeout=5"), ("a1;timeout=x", "a1", nil, "a1"),
            ("a1;timeout=-1", "a1", nil, "a1"), ("a1;timeout=4294967296", "a1", nil, "a1"),
            ("a1;timeout", "a1", nil, "a1"),
            ("a1;", "a1", nil, "a1"), ("$-_.+=", "$-_.+=", nil, "$-_.+="),
        ] as [(String, String, UInt32?, String)])
    func headerIsReadAndWritten(_ text: String, _ id: String, _ timeout: UInt32?, _ canonical: String) throws {
        let header = try SessionHeader(parsing: text)
        #expect(header == SessionHeader(id: id, timeout: timeout))
        #expect(header.text == canonical)
    }

    @Test(arguments: ["", " ", ";timeout=60", "a b", "ä", "a\u{7f}", String(repeating: "x", count: 129)])
    func whatIsNoSessionIsRefused(_ text: String) {
        #expect(throws: RTSPError.malformed("a Session header has no id")) { try SessionHeader(parsing: text) }
    }

    @Test func longestIdIsTaken() throws {
        #expect(try SessionHeader(parsing: String(repeating: "x", count: 128)).id.count == 128)
    }
}

@Suite struct RangeHeaderTests {
    @Test(
        arguments: [
            ("npt=5-20", .normalPlayTime(from: .at(.seconds(5)), to: .seconds(20)), "npt=5-20"),
            ("npt=0.000-", .normalPlayTime(from: .at(.zero), to: nil), "npt=0-"),
            (
                "npt = 5.25 - 20.5 ", .normalPlayTime(from: .at(.milliseconds(5250)), to: .milliseconds(20500)),
                "npt=5.25-20.5"
            ),
            ("NPT=Now-", .normalPlayTime(from: .now, to: nil), "npt=now-"),
            ("npt=now-7", .normalPlayTime(from: .now, to: .seconds(7)), "npt=now-7"),
            ("npt=-7.000000001", .normalPlayTime(from: nil, to: .nanoseconds(7_000_000_001)), "npt=-7.000000001"),
            ("npt=1:02:03.5-", .normalPlayTime(from: .at(.milliseconds(3_723_500)), to: nil), "npt=3723.5-"),
            ("npt=00:00:00-100:59:59", .normalPlayTime(from: .at(.zero), to: .seconds(363_599)), "npt=0-363599"),
            ("npt=5", .normalPlayTime(from: .at(.seconds(5)), to: nil), "npt=5-"),
            ("npt=.5-", .normalPlayTime(from: .at(.milliseconds(500)), to: nil), "npt=0.5-"),
            ("npt=5.-5.", .normalPlayTime(from: .at(.seconds(5)), to: .seconds(5)), "npt=5-5"),
            ("npt=1.00000000099-", .normalPlayTime(from: .at(.seconds(1)), to: nil), "npt=1-"),
            ("npt=315360000-", .normalPlayTime(from: .at(.seconds(315_360_000)), to: nil), "npt=315360000-"),
            ("npt=5-20;time=19970123T143720Z", .normalPlayTime(from: .at(.seconds(5)), to: .seconds(20)), "npt=5-20"),
            ("clock=19961108T142300Z-19961108T143520Z", .clock("19961108T142300Z-19961108T143520Z"), nil),
            ("smpte=10:12:33:20-", .smpte("=10:12:33:20-"), nil),
            ("smpte-30-drop=10:07:00-10:07:33:05.01", .smpte("-30-drop=10:07:00-10:07:33:05.01"), nil),
        ] as [(String, RangeHeader, String?)])
    func headerIsReadAndWritten(_ text: String, _ range: RangeHeader, _ canonical: String?) throws {
        let header = try RangeHeader(parsing: text)
        #expect(header == range)
        #expect(header.text == canonical ?? text)
        #expect(try RangeHeader(parsing: header.text) == header)
    }

    @Test(
        arguments: [
            "", "npt", "npt=", "npt=-", "5-20", "npt=20-5", "npt=a-", "npt=5-b", "npt=5--", "npt=+5-", "npt=-5-",
            "npt=1e3-",
            "npt=1:2-", "npt=1:60:00-", "npt=1:00:60-", "npt=100001:00:00-", "npt=::-", "npt=.-", "npt=1.2.3-",
            "npt=5.x-",
            "npt=315360001-", "npt=99999999999999999999-", "npt=nan-", "npt=inf-", "frames=1-2", "npt=5-now",
        ])
    func whatIsNoRangeIsRefused(_ text: String) {
        #expect { try RangeHeader(parsing: text) } throws: { error in
            if case .malformed? = error as? RTSPError { true } else { false }
        }
    }
}

@Suite struct RTPInfoHeaderTests {
    private typealias Entry = RTPInfoHeader.Entry

    @Test func headerIsReadAndWritten() throws {
        // RFC 2326 §12.33.
        let text = """
            url=rtsp://foo.com/bar.avi/streamid=0;seq=45102,\
            url=rtsp://foo.com/bar.avi/streamid=1;seq=30211;rtptime=4294967295
            """
        let header = RTPInfoHeader([
            Entry(url: "rtsp://foo.com/bar.avi/streamid=0", sequenceNumber: 45102),
            Entry(url: "rtsp://foo.com/bar.avi/streamid=1", sequenceNumber: 30211, timestamp: .max),
        ])
        #expect(try RTPInfoHeader(parsing: text) == header)
        #expect(header.text == text)
    }

    @Test(
        arguments: [
            (
                "URL=a, url=b ; rtptime=7 ; seq=65535",
                [Entry(url: "a"), Entry(url: "b", sequenceNumber: .max, timestamp: 7)]
            ),
            ("url=rtsp://h/a,b;c?d=e,f;seq=1", [Entry(url: "rtsp://h/a,b;c?d=e,f", sequenceNumber: 1)]),
            ("url=\"rtsp://h/a\";seq=1;x=y", [Entry(url: "rtsp://h/a", sequenceNumber: 1)]),
            ("url=a;seq=65536;rtptime=4294967296", [Entry(url: "a")]), ("url=a;seq=;rtptime=-1", [Entry(url: "a")]),
            ("url=;seq=1", [Entry(url: "", sequenceNumber: 1)]),
        ] as [(String, [RTPInfoHeader.Entry])])
    func formsOfServersAreRead(_ text: String, _ entries: [RTPInfoHeader.Entry]) throws {
        #expect(try RTPInfoHeader(parsing: text).entries == entries)
    }

    @Test(arguments: ["", " ", ",", "seq=1;rtptime=2", "x,url=a"])
    func whatHasNoURLIsRefused(_ text: String) {
        #expect { try RTPInfoHeader(parsing: text) } throws: { error in
            if case .malformed? = error as? RTSPError { true } else { false }
        }
    }

    @Test func entriesAreBounded() throws {
        let text = Array(repeating: "url=a;seq=1", count: 65).joined(separator: ",")
        #expect(try RTPInfoHeader(parsing: text).entries.count == 64)
    }
}

@Suite struct PublicHeaderTests {
    @Test func methodsAreReadAndWritten() {
        let header = PublicHeader(
            parsing: "OPTIONS,DESCRIBE ,, GET_PARAMETER, play, X(Y, \(String(repeating: "X", count: 65))")
        #expect(header.methods == [.options, .describe, .getParameter, .other("play")])
        #expect(header.text == "OPTIONS, DESCRIBE, GET_PARAMETER, play")
        #expect(PublicHeader(parsing: Array(repeating: "PLAY", count: 40).joined(separator: ",")).methods.count == 32)
    }

    @Test func everyMethodHasItsName() {
        let names = [
            "OPTIONS", "DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "PAUSE", "RECORD", "TEARDOWN", "GET_PARAMETER",
            "SET_PARAMETER", "REDIRECT",
        ]
        for name in names {
            #expect(RTSPMethod(name).name == name)
            #expect(RTSPMethod(name) != .other(name))
        }
        #expect(Set(names.map { RTSPMethod($0) }).count == names.count)
    }
}
