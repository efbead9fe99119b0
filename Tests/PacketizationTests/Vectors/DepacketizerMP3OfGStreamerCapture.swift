import Codecs

extension DepacketizerCapture {
    /// What GStreamer sends of a tone in MP3, each frame in several packets.
    ///
    /// Made by `audiotestsrc num-buffers=6 samplesperbuffer=1152 ! audio/x-raw,rate=44100,channels=2 ! lamemp3enc target=bitrate
    /// bitrate=128 cbr=true ! rtpmpapay mtu=200`. Sizes and checksums are those of the frames that lamemp3enc made.
    static let mp3OfGStreamer = DepacketizerCapture(
        format: PacketFormat(.audio, "MPA", payloadType: 14, clockRate: 90_000),
        packets: """
            AMiADi7c+U5oaKX5CrkAAAAA//uQZAAAAp8NVJ1gQAAAAA0goAABFtmhMBnqAAAAADSDAAAAABTl3MYzGEtGvdYAwINjjcoHEUvYeu9ibX3L
            f+Ny8AAAAAAAAAEAmD4Pg+D4IAgCAIS4P8EAxy5/9YP/1g//WD5//4IAhw//E4Pg/ggCDqwfP5Q4Yw5Yhis/aGBkFEZC+gRgzAXGVSuMbphl
            Zg7hjHSQNoQgennEJMVAUzEdCgMJkKQICme8FAXSsDQRwOA3Jo/gbQDIgA4u3flOaGil+Qq5AAAAuKKBhTQGZKIotwMugAMDgYYKBhh6SnX4
            WTA2DgAQgciFwv/g30R0Grgt+FIiCv/4ZdGOFBCAw5IuUQr//kCHOFbENHNFmkOHOGW///JkioypNEWIETJFSAlIi3///kCMS6RUyLxFjEuk
            VMi8TRiXf////yZMi8TSAKJIAAAYEIBvmBLAcJg7wQSYAmEiGDSh5hwUvNubTIdgmPWCfph2AUKYNOEaGEEg/BhGIOUYFiBYBgAcrUoLFZoA
            QYCOLt75TmhopfkKuQAAAXAZBX89/7oMaQppML1ngq08j////////6f/95UGALgG5gPQE8YHqCZmDnBORiGY7+bbAMiADi7f+U5xl6X5CrkA
            AAAA//uSZDkN8tkUxr98QAAAAA0g4AABCoRVGk/0ptAAADSAAAAEFy2m1fjwJiJgVUcGt2aSp2aJIoaKuqZXkeYRAMj+1x/4cAAPk/lP/aji
            LnCrntSoLnhQe3//////////+upMQU1FMy4xMDCqqqqqqqqqqqqqqqqqqgAiVgAAGBQgVxgWwHGYH2CvGDTBUJh4ZAkbHx9PGwpj8RhvgR6b
            3QhkhDm32wcg05sRAmKwIhq40t9TN/S36wDIgA4u4PlOcZel+Qq5AAAAuFFF7rWgRymWu/////////QUqDAJgDgwJcCvMEiBVDCIwrcxOohG
            OAB/RjfPiEoxQUL7OYH4NTluNNVHNNIoMxCqMKwNQAM7diH4fllv6eYhf2qQNVZWezstnoCYHhV//////31/////VUxBTUUzLjEwMFVVVVVV
            VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVUAQoCOLuH5TnGXpfkKuQAA
            AXBVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQDIgA4u4vlOesal+Qq5AAAAAP/7kmSUifJ5Gsa7
            /BGwAAANIAAAAQsQeRjP9EcQAAA0gAAABFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
            VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQG34ABgRAEuYEyBjGBoAnJgsIS0YZUOhmqV8KZqTg4uYXaECGwkCZHN
            BshZnAbAatNACIoAyIAOLuP5TnrGpfkKuQAAALiazLYtxCm/re/fjBwnsbmm3kChxgwC8AvMCeApDBLQUcwjAKcMUJH/TgwPQs3/sgDMUgC5
            jml9TU1czSxTDSmNzL0sTCYDkH2cP/DgAB8mvs//SrcjtIi+ZxrREO//////d//93+719ypMQU1FMy4xMDCqqqqqqqqqqqqqqqqqqqqqqqqq
            qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqAEKAji7k+U56xqX5CrkAAAFwqqqqqqqqqqqqqqqq
            qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqoAyIAOLuX5ToP1pfkKuQAAAAD/+5JkjwnyLhTHM/wRuAAADSAAAAEKzHkY
            7/SmwAAANIAAAASqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
            qqqqqqqqqqqqqqqqAACFywAAAwIcCYMCUAyzAyQT4wVIJrMMNHbDUZOZo09sdCMLKCFzWKQMpF02eqDhFTNZGUBEpNV1p3wYYqfpZPpjAMiA
            Di7m+U6D9aX5CrkAAAC4rrtnDOtEuo4Z////////+gokgMA4AJDApQJswTQE4MI9CgzFJB644Xfq4OCsHuDFOQtE5se41IXQ0lVU0ekIyyLQ
            wlA9BxnbsQ+AYcPp7kX95zCTplV6K1HsQKLjgTZ////////9//9VTEFNRTMuMTAwVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
            VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVQBCgI4u5/lOg/Wl+Qq5AAABcFVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
            VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVAMiADi7o+U6NJKX5CrkAAAAA//uSZJYJ8pIax1P8EbAAAA0gAAABCwyBGO/0psAAADSAAAAEVVVV
            VVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVVV
            VVVVVVVVVQAAlUbAAAMCGAmTAkQM4wMAFHMFFCeDC6h5c05XrPNMOHbTCqQiY04oTLpONrJ84fRDW5eAxJTWdQDIgA4u6flOjSSl+Qq5AAAA
            uGe4CKbX1vbTdRAKjd1l9LOMMGQGAggDZgVgEgYJ6CVmEkBNBin46+cRFwmnCpjtZiqAV0c5vWairyaNK0aJyeZVlyYRAgg+zh24wHBdsr9n
            T/t7IjUGd5nCyNHuI//////o//+j/R9uhWABL//ttbHGYgUYgI/kOMgAkQaXv/L7DSFhQwgqRdACCIKNMn86en7UhhyGcLHXeztnbO2dsPXe
            sdQRUi7F2LsXYuxUixFB1TrvXeu9d64AQoCOLur5To0kpfkKuQAAAXD1h1jqkWIuxdi7F2LsXYuxY6713rvXeu9d672JrEXYuxdjOGcMMXYx
            AAMAMCYEwJgTAgDIgA4u6/lOllOl+Qq5AAAAAP/7kmSRifJPHsdT/BG4AAANIAAAAQr0gxjv9KbAAAA0gAAABGBMCYBAIAQAgBACAEAIAcAO
            BMCYEwJgTAmBMD4EAIAQAgBACAEAIAcAmBMzMzMzMzMzJhgYGBgYGBgYGZmZmZmZmZmZgcBoDQGgNAaA0BoIgNwbg3BuDcG4NwbiODQGgNAa
            A0BoDQGgiL169evXr176xYsWLFjFKP3ve973u5SlKUpSj9wAAAptbbI2iIAMw4dMmJwAyIAOLuz5TpZTpfkKuQAAALjKkU2BTJG46ucNlLjI
            SoxQPMMETDgMtqW1QCmQZiCAAmtxtUa0Gcx90ebHWhzgcZGhpsWalmhJmOZimQpiGYCgUACEWSLJFpi0xbYuUXeQkoBUAqAVFVFVFVMVIVQJ
            MZMZQZUyplTLGWGYau1dq7QAQAQCgRAiCQEgJASAkBIGwNgbCCDUGoNQag1EUSRJJQlCUJQlCUJROJRiYmJiYmJiYmJ0ZGRkZGRkuXLVq1at
            WrVq1pcuXLlyAEKAji7t+U6WU6X5CrkAAAFw4GgVBUFQVcIgaDv/EvivEoNPg0DIKgqCoKg0TEFNRTMuMTAwqqqqqqqqqqqqqqqqqqoAyIAO
            Lu75Tp+CpfkKuQAAAAD/+5Jk/4D4Lmjaa0xnjAAADSAAAAEcRQtJreGN4AAANIAAAASqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
            qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
            qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqAMiADi7v+U6fgqX5CrkAAAC4qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
            qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
            qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqgBCgI4u
            8PlOn4Kl+Qq5AAABcKqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
            """,
        frames: """
            0 417 33eeabfa key
            2351 418 8eacaedf key
            4702 418 98f2c833 key
            7053 418 e17bc0f0 key
            9404 418 7782b00f key
            11755 418 eb2da22f key
            14106 418 85d80ad2 key
            """)
}
