import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of a tone in AAC by LATM, some frames in several packets.
    ///
    /// Made by `ffmpeg -f lavfi -i sine=frequency=440:sample_rate=48000:duration=0.2 -ac 2 -c:a aac -b:a 64k`, then `-c copy -f rtp
    /// -rtpflags latm` with packets of 180 bytes at most. Sizes and checksums are those of the frames in the file in between.
    static let latm = DepacketizerCapture(
        format: PacketFormat(
            .audio, "MP4A-LATM", payloadType: 97, clockRate: 48_000, channels: 2,
            formatParameters: "profile-level-id=41;cpresent=0;config=400023203fc0"),
        packets: """
            AJGA4QcgjsRpTw6WHgCE3gIATGF2YzU5LjM3LjEwMABCUB///+AKS0o7TEHRPrJ41PX1bVS5FyI5IknxcAwrudLVBZ6yjFvwG7YVfnoox4Ra
            G0sDfBgYGBkQMDGwYGBkSJEbNmwYGRIgY2bNm0SJFLKbiiiiiiiipBvpvDon1k8anr6tqpci5EckSRcAAAAAAABwALSAYQchjsRtTw6WHgDg
            IUps/h+H4fhMWSuyyXVkurKdN/v51bb1c5/+P3861xq9ft/8fv51rjV69//p+POta1qxtTs26555gJG0pPS1rOVM/O5/0JLW1AYN0D6UK+lA
            +n01mA+n0+lAH0+n01gfT6fTXQYAfT6fTWZsAEUaAht6ZBIKJ53XWmI5qsRCGJnyiZ8omfL5REwfL5cYmD5fLiTB8vl8ooiAHy+Xy4xRAAlQ
            5YT8B5wARYDhByKOxG1PDpYeAFnAkJCQkJCQkJCQkJCQk5MDtg74O+Dvjf7+dW2tXOf/j9/OtBX/x+/nWg4/+n4860AAAAAAAAAAOACDgOEH
            I47EcU8Olh4AdiF4z///8ACWZxJ1AkJ9v7/zxeuuJ1IuXNSOK5LVftQDanGaC3Fjzx8McZpmZCeuSR3A2ZpmZHff3hP8fDY9/eEfHxmHv7wn
            yfDaXUTZ/DsmjATJE8HUq687JYb6rxE+39/54vXXE6kXLmpHFclqtAAAAAAAAHAAhoDhBySOxHVPDpYeAHkhGM////AAfkHRChohDohDpBDo
            XOfx/8f6f9fgu9ZLzjCjx1W43ErAbl9GKEI5C1cXZxoooouMXd3RRRRd0TkVUT6KuN12KEIJOIWHru7OXVmQFCMYPw30Xh0Xh0nh0LnP4/+P
            9P+vwXesl5xhR46bjcRgAAAAAAAOAIeA4QcljsR5Tw6WHgB6IRjP///yAICzpDREHUvav6//t9//t1eWQq5JWOyqypklVAMKtOmDUyN4s1fT
            4mv2irbz8p0z8p+UhOidE7IErmmSpZ8rZl4ceeatxAJbyK2mJ6meaDnLBYZADfRCHUvav6//t9//t1eWQq5JWOyqypklVAAAAAAAAAcAkoDh
            ByaOxH1PDpYeAIUhGM////oAebOhCboRDozDoxE9ef+39/x/9hKkK65ub1T1qkmSuYErEKiiNLGwG4cEFywu4uabgNrYGJH5p559h5p5/UU8
            ykLBGiinAScX8fGeWdDDQhnC/MftyWBO4mlAeRxoRDo/Do/E9ef+39/x/9hKkK65ub1T1qkZKAAAAAAAAAA4AJSA4QcnjsSBTw6WHgCHIRjP
            ///yAHezoxiaJQ6lff6f/X+f/bWs43qpdGrqnzqslZJVQInvGUfAKXercDRl0glEJ2m0hf6GB/Q/2N27uJEWLu0RZHSPMb9t3ITdYrCXcDjI
            bqAcl3rF5WJglCaeMvjWiTuN9EIdSvv9P/r/P/trWcb1UujV1T51WSskqoAAAAAAAADgAJeA4QcojsSFTw6WHgCKIRjP///yAHizsVEsLRKH
            UGFl/3/7f4/7+2GsprF6zjHtXIyRlAs4fWJjy4byXT+BNuoNXeYOPSs9U8s8tEvfLPKGBgY2emDAxo48yRZ2YYCfoF+kehZ9ydJ72BhxKgqq
            dupBSVbOPuTPA30Qh1HhZf9/+3+P+/thrKaxes4x7VyMkYAAAAAAAABwAKOA4QcpjsSJTw6WHgCWISjP///4AIy0UZFakhNZ4/+P5/zNvKZH
            PGS0t4JJJJ9QaQ40yYAgEZAIiBDfcPpiXNj/E+2f5CAAf/nwHWMojHxPZ9r2vK7G3LEaSDRoYIR/z//P0e4B8QALQ8PbcAADDh4e24AAKceH
            tuAAEoQnrZXgxauzsxPtjBxqfE1nj/4/n/M28pkc8ZLS3gkkkgAAAAAAAAHAALSAYQcqjsSNTw6WHgDPIUrY/5/n8fhKWUQ8WWRcW0muyt2O
            /rXF8a1r/+z58uL41rX/7dcDh1zXr8/y1eRBOxN49NUG/oeZnZbJ67oSufqa/5Nb+UTW/l/I1v5fyNet/L+X8h6v5P5fy/lY2rEIjLAa88xr
            b2tpR2kZUn4jm+Q5h8iA+Q+XEDmn+XyA+XMr5fLiAPlzbPl8uIAqAXGd5sbjT6PDw+mH0+0vvUOxllllKDz6Hn0ANIDhByuOxI1PDpYeAA8a
            x2x39a4vjR/6efLi+NH/brgcOua9fn+WryIAAAAAAAAAAAAAA4AAFIDhByyOxJFPDpYeAAchQNpGCMHA
            """,
        frames: """
            0 132 0ae43158 key
            1024 224 51387387 key
            2048 118 c0f838c7 key
            3072 121 2a1c3981 key
            4096 122 00993e73 key
            5120 133 0b9042e9 key
            6144 135 31f345b7 key
            7168 138 bb654308 key
            8192 150 a98e4911 key
            9216 207 1d2575d4 key
            10240 7 0a1b030a key
            """)
}
