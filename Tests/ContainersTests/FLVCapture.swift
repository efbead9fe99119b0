import Bytes
import Testing

/// The audio and video tags that a real muxer begins a file with, in order.
struct FLVCapture: Sendable, CustomTestStringConvertible {
    let name: String
    let tags: [FLVCapturedTag]
    var testDescription: String { name }
}

struct FLVCapturedTag: Sendable {
    let isVideo: Bool
    /// Milliseconds.
    let timestamp: Int64
    let body: [UInt8]

    init(video timestamp: Int64, _ hex: String) {
        self.init(isVideo: true, timestamp: timestamp, hex)
    }

    init(audio timestamp: Int64, _ hex: String) {
        self.init(isVideo: false, timestamp: timestamp, hex)
    }

    private init(isVideo: Bool, timestamp: Int64, _ hex: String) {
        self.isVideo = isVideo
        self.timestamp = timestamp
        body = Hex.bytes(hex) ?? []
    }
}

extension FLVCapture {
    static let all: [FLVCapture] = [
        .h264AndAAC, .h264WithBFramesAndMP3, .muLaw, .aLaw, .hevcAndOpus, .av1AndFLAC, .vp9AndAC3, .eac3,
        .multitrack, .multitrackOfFourCCs,
    ]

    static let h264AndAAC = FLVCapture(
        name: "x264 without B-frames and AAC, ffmpeg 5.1",
        tags: [
            FLVCapturedTag(
                video: 0,
                """
                17000000000164000affe100186764000aac4c224b6022000003000200000300281e244c2301000768e8430194b22cfdf8f8
                00
                """),
            FLVCapturedTag(audio: 0, "af00119056e500"),
            FLVCapturedTag(audio: 0, "af01211004608c1c"),
            FLVCapturedTag(
                video: 21,
                """
                17010000000000002b6588827f67a065263fcb8b9cae293e14e6736916426a0046dea9a595fa69b53e0c4a9b1fa49694164a
                9011
                """),
            FLVCapturedTag(audio: 21, "af01211004608c1c"),
            FLVCapturedTag(video: 121, "270100000000000007419a1d8fffcb80"),
            FLVCapturedTag(video: 221, "270100000000000011419a2bf041932987fff772af222bf04541"),
        ])

    static let h264WithBFramesAndMP3 = FLVCapture(
        name: "x264 with B-frames and MP3, ffmpeg 5.1",
        tags: [
            FLVCapturedTag(
                video: 0,
                """
                17000000000164000affe100176764000aacd9496c0440000003004000000503c489658001000668ebe0652c8bfdf8f800
                """),
            FLVCapturedTag(
                video: 0,
                """
                17010000c80000003665888403ff663f01872cd78b9cae293e1cb3778df264672f7ef4a0041b31ff0b895ff0fb80b26aaba6
                e25fafed45bd4405f371606181
                """),
            FLVCapturedTag(video: 100, "27010001900000000d419a236c7ff435e07f82644438"),
            FLVCapturedTag(audio: 150, "2afff310c40000000348000000004c414d45332e31303055555555"),
            FLVCapturedTag(audio: 176, "2afff312c40d00000348000000005555555555555555555555555555"),
            FLVCapturedTag(video: 200, "270100006400000007419e4178ffe481"),
            FLVCapturedTag(video: 300, "270100006400000007019e626a7fe480"),
        ])

    static let muLaw = FLVCapture(
        name: "G.711 µ-law, ffmpeg 5.1",
        tags: [
            FLVCapturedTag(
                audio: 0,
                """
                82ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
                ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
                """)
        ])

    static let aLaw = FLVCapture(
        name: "G.711 A-law, ffmpeg 5.1",
        tags: [
            FLVCapturedTag(
                audio: 0,
                """
                72d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5
                d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5
                """)
        ])

    static let hevcAndOpus = FLVCapture(
        name: "x265 with B-frames and Opus, ffmpeg 9.0",
        tags: [
            FLVCapturedTag(
                video: 0,
                """
                90687663310101600000009000000000001ef000fcfdf8f800000f03200001001840010c01ffff0160000003009000000300
                0003001e959009210001002842010101600000030090000003000003001ea04208596564b932bc05a0200000030020000003
                014122000100064401c173d089
                """),
            FLVCapturedTag(audio: 0, "904f7075734f707573486561640102380180bb0000000000"),
            FLVCapturedTag(audio: 0, "944f707573010200000003"),
            FLVCapturedTag(video: 0, "d468766331020009636f6c6f72496e666f03000b636f6c6f72436f6e66696703000009000009"),
            FLVCapturedTag(
                video: 0,
                """
                91687663310000c8000000442801af0658fe9eaaf240b3cd032c8a42874fbe5540de67494f6fe6a6d6397d718e72f91ed577
                3e6982ed854eb97dbb63e0b24795435185f9ca6105b9936d4de665d83811
                """),
            FLVCapturedTag(video: 100, "a1687663310001900000000b0201d0195f84318324fbce"),
            FLVCapturedTag(audio: 193, "914f707573780be4c136ecc58d8c494699a426b0"),
            FLVCapturedTag(video: 200, "a1687663310000c80000000a0201e04497e183247dc0"),
            FLVCapturedTag(audio: 214, "914f7075737807c97227e144ea55f1f0c0d5dde95260"),
        ])

    static let av1AndFLAC = FLVCapture(
        name: "libaom and FLAC, ffmpeg 9.0",
        tags: [
            FLVCapturedTag(video: 0, "9061763031"),
            FLVCapturedTag(audio: 0, "90664c6143040004000000000008150bb800f00000000000000000000000000000000000000000"),
            FLVCapturedTag(audio: 0, "94664c6143010100000004"),
            FLVCapturedTag(video: 0, "906176303181000c000a0a0000000227fe6d7c8020"),
            FLVCapturedTag(video: 0, "d461763031020009636f6c6f72496e666f03000b636f6c6f72436f6e66696703000009000009"),
            FLVCapturedTag(video: 0, "916176303112000a0a0000000227fe6d7c8020320b1000d20000028000000290"),
            FLVCapturedTag(audio: 0, "91664c6143fff8aa0800ed0000002499"),
            FLVCapturedTag(audio: 21, "91664c6143fff8aa0801ea00000048e1"),
            FLVCapturedTag(video: 100, "a161763031120032113003c080000006ff800002c00020008c70"),
        ])

    static let vp9AndAC3 = FLVCapture(
        name: "libvpx and AC-3, ffmpeg 9.0",
        tags: [
            FLVCapturedTag(video: 0, "907670303901000000000a820202020000"),
            FLVCapturedTag(audio: 0, "9061632d33"),
            FLVCapturedTag(audio: 0, "9461632d33010100000004"),
            FLVCapturedTag(
                audio: 0,
                """
                9161632d330b7796b900402f842903fe757cf9f3e7cf9f3e7cf9f3e7cf9f3e7cf9f3e7cf8cbfba90000036b5ad6b5ad6b5ad
                6b5a94000000dad6b5ad6b5ad6b5ad6a500000036b5ad6b5ad6b5ad6b5a94000000dad6b5ad6b5ad6b5ad6a500000036b5ad
                6b5ad6b5ad6b5a94000000dad6b5ad6b5ad6b5ad6a40000000000000000000b2b0
                """),
            FLVCapturedTag(video: 5, "d476703039020009636f6c6f72496e666f03000b636f6c6f72436f6e66696703000009000009"),
            FLVCapturedTag(video: 5, "9176703039824983420001f001f60038241c197000003060000021dc00"),
            FLVCapturedTag(video: 105, "a176703039860040921c005fe000032000004340"),
        ])

    static let eac3 = FLVCapture(
        name: "E-AC-3, ffmpeg 9.0",
        tags: [
            FLVCapturedTag(audio: 0, "9065632d33"),
            FLVCapturedTag(audio: 0, "9465632d33010200000003"),
            FLVCapturedTag(
                audio: 0,
                """
                9165632d330b77003f3487c00020000000388000040404010101018f9f3e7cf9f3e7cf9f3e7dff3abe7cf9f3e7cf9f3e7c7f
                ceaf9f3e7cf9f3e7cf9f000001de35ad6b4001dad6b000003bc6b5ad68003b5ad600000778d6b5ad00076b5ac00000ef1ad6
                b5a000ed6b5800001de35ad6b4001dad6b000003bc6b5ad68003b5ad600000d5c4
                """),
        ])

    static let multitrack = FLVCapture(
        name: "H.264 and H.265, AAC and Opus as two tracks of each kind, ffmpeg 9.0",
        tags: [
            FLVCapturedTag(
                video: 0,
                """
                17000000000164000affe100176764000aacd9496c0440000003004000000503c489658001000668ebe0652c8bfdf8f800
                """),
            FLVCapturedTag(
                video: 0,
                """
                960068766331010101600000009000000000001ef000fcfdf8f800000f03200001001840010c01ffff016000000300900000
                03000003001e928090210001002842010101600000030090000003000003001ea042085964ab932bc05a0200000300020000
                0300141022000100064401c173d089
                """),
            FLVCapturedTag(audio: 0, "af00118856e500"),
            FLVCapturedTag(audio: 0, "95004f707573014f707573486561640102380180bb0000000000"),
            FLVCapturedTag(audio: 0, "95044f70757301010200000003"),
            FLVCapturedTag(video: 0, "17010000c80000000b6588840037ff153e50f873"),
            FLVCapturedTag(video: 100, "270100012c00000008419a226c42ff9780"),
            FLVCapturedTag(audio: 179, "af0101182007"),
            FLVCapturedTag(audio: 193, "95014f70757301780be4c136ecc58d8c494699a426b0"),
            FLVCapturedTag(video: 200, "270100006400000008019e41790bffd181"),
            FLVCapturedTag(video: 200, "d468766331020009636f6c6f72496e666f03000b636f6c6f72436f6e66696703000009000009"),
            FLVCapturedTag(
                video: 200,
                """
                960368766331010000003a2801af0658fe9ebe14e210fbb920e476d525b231a0becbba10b74cca15a38d68d79b0d6b790b0d
                1201dc0a10ca4bd462fd4091ab5432664c3c50
                """),
            FLVCapturedTag(audio: 200, "af0101182007"),
        ])

    static let multitrackOfFourCCs = FLVCapture(
        name: "AV1 and VP9 as two tracks, ffmpeg 9.0",
        tags: [
            FLVCapturedTag(video: 0, "9061763031"),
            FLVCapturedTag(video: 0, "9600767030390101000000000a820202020000"),
            FLVCapturedTag(video: 0, "906176303181000c000a0a0000000227fe6d7c8020"),
            FLVCapturedTag(video: 0, "d461763031020009636f6c6f72496e666f03000b636f6c6f72436f6e66696703000009000009"),
            FLVCapturedTag(video: 0, "916176303112000a0a0000000227fe6d7c8020320b1000d20000028000000290"),
            FLVCapturedTag(video: 0, "d476703039020009636f6c6f72496e666f03000b636f6c6f72436f6e66696703000009000009"),
            FLVCapturedTag(
                video: 0,
                """
                96017670303901824983420001f001f63038241c19700000306000007e911dbdc901f94fa02f5db7d642aa73b99eece7e7e0
                ee06dd97fd10c9340aa960a41093f8eef2c5054ad8853629b5da2a14355387566607ff6cfe6af0d0ea480566c52a12dfd8d6
                b70e6fa63cff18c75627cdc345395f95f7e28d9a97b2b39ae8957d2433061401c37b3d3ba64eb24aeeb5fe4633507c8f4487
                5c6420634e126052270333c61dd2d22c6ef7abc8472000004ef391da50558e199e5b36659154442d26a7f5ed240000
                """),
            FLVCapturedTag(video: 100, "a161763031120032113003c080000006ff800002c00020008c70"),
        ])
}
