import Codecs

extension DepacketizerCapture {
    /// What GStreamer sends of a tone in AAC by LATM.
    ///
    /// Made by `audiotestsrc num-buffers=6 samplesperbuffer=1024 ! audio/x-raw,rate=44100,channels=1 ! avenc_aac ! rtpmp4apay
    /// mtu=120`; its configuration lacks what should stand behind the decoder's. Sizes and checksums are those of the frames that
    /// avenc_aac made.
    static let latmOfGStreamer = DepacketizerCapture(
        format: PacketFormat(
            .audio, "MP4A-LATM", payloadType: 96, clockRate: 44_100,
            formatParameters: "cpresent=0;config=40002410adca00"),
        packets: """
            AHiAYBBkrnayHd1ttmH/L94CAExhdmM1OS4zNy4xMDAAAkyrXSjwXVq3tz7S5dXL2uK1FKL3H1EQICVeORkVyVCQRlTyT4pGQ4kOORmCztkq
            x15PO62i8CTNkrHwuV69rT65m4FGzrAJKMRWkkNxFgMhMs011Eu0P94AeIBgEGWudrId3W22Yc6jwIN0jsYN0ks4N0g/pZ1BkId2ht4fYPM3
            Fu4tw6O3Tmrv3mrfvG2kd/cW8O2burYuvte5i0Ti2ecW2HOsjsWJzLqvSuq8VxPHt92rpPVt95VwO/bTu207tnOxbDnWY4rMcVhbNXcNO26d
            ogBkgOAQZq52sh3dbbZhkaKuyVDJUMlQyTzRSNSawTF6eWUCygWSVlRlUZVGVRlSaUlqS1JlSZSMpmUjKkpSUrGlJlSZVHBRlSZUmVJShShS
            RgRgRgRghShFClClDAjAjAjBClClwAB4gGAQZ652thzdbbZh/xgBRpra0k3izFTizFTi6nLX1fnTc4vjV3/6dfd+INXrX/9Pz9/i7GtXx//T
            8/v1LTWtXwMj1MRxiaMPBgY8RmQPIO8WqXx5pTA9ETNaQXOJJEpZQdrVYIcabU1TLSSIlzprTP/G0Ndu/KQkAHiAYBBorna2HN1ttmEYGu5B
            ISDAwM7uEhJwGBgZ3cJCQkGBgZ3cJCTgMDAwM7u4SEhJwGBgZTu7hITM9e30utUVHZ/wq7z9IMlKKVSRuaVrOyqmi1NjVVGi0ilNKJKqqLTI
            MDaGBv6yEgwMDAwSEkrzm5VBISEg15wATYDgEGmudrYc3W22YRpVBISEgxK8DG5QkJCQa9m4NKpwkJCSoMSzcGllcJCQnJzysN9rn28TV4eV
            3ynRM000000xyaYJmmOTTTHJppuAAHiAYBBqrna6HN1ttmG1ASL2LYTNEQtCT37V4+X79TV3+3DVatJLfU1NXJJJEkkDPOTRxjiOkfWcR41i
            Mmg/0Ob+tzV8VhTiZxjPOYbZiqyuRO6DfBh7+5D4+APf3hHx8GHv7kPj4A9/cD4+DAfHwBn9wMnwAPf3AyYAVoDgEGuudroc3W22YWAz+4GT
            MBn9wMmYDP7gZMwHv7gZMwHv7gZMwHv7gZMwHv7gZMwGfQBkzAZ/cDJmA9/cDJmA9/cDJmA9/cDJmA9/cDJmAd9wMmYcAHiAYBBsrna+HN1t
            tmGRAPQzrNTUPqiG8c7//tfb/2/2+K9mo5nF+Ekke0iSSOkGjtuv6NW02Rujkn1yWRvH+h8PCd31C96Lzv63h6jpV5vVVy602qltVLTUtM+v
            z6USUSUSUSqUqlJoyqUqlKpSEhISEhISEhISEhIAMoDgEG2udr4c3W22YRISEhISEhISEhISEhISEhISEhLzzzzzzzzzzzzzzzzzzzzzzz3A
            AHiAYBBurnbCHN1ttmGTAPgzrXSGNoUDrFT5//p8///6e3CTUzWv08yTl7XcSSJIGkdfaJ1d0zq5Q7GeuOG55NyaSjsi19JMK4LmbpXobcuu
            uY7tmOZZjmWFw2Fw1dr2w7FkclsOSyOSkZKRkrLZrLZrLZs5zrOc6zkANIDgEG+udsIc3W22Yc6dnZ2wxwxwxwxwxwxwxwxwxwxwxwxwxwxw
            xwxdnZ2dnYGBgYGBgbgAeIBgEHCudsYc3W22YdIA+DQtNKZhB0xCZXP/9z7f/r9/PPHUuqmr8SSSdyRTxkScBxbxdmnW2XcdLpkItZWFL6Jr
            Q+LbGhc5TKHubQbl0XetBuXxPpXXeG67w3C6933huF27G46w2KNjo2OjY6NjrDYrDYrDPZTlWABzgOAQca52xhzdbbZhnFYmxYY4Y4Y4Y4Y4
            Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Y4Yuzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Tzzzzzzzzzz
            zzzzzzzzzqnA4AB4gGAQcq52yhzdbbZh5wE0NimtvRIJ/W3e/vW57U3y89xEREQCEDA8+9ZcuF8JT3CP8x/VaX8Rw+MrahWoV4zH2CxxkfGR
            8Y3aN88s8lhYWFjPLPJYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYAHiAYBBzrnbKHN1ttmFYWFhYWFhYWFhYWFhYWFhY
            WFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhY
            WFhYWFhYWFhYWAMAHIDgEHSudsoc3W22YQMDAwMDAwMDAwMDAwMDA+A=
            """,
        frames: """
            0 302 d9c78dff key
            1023 279 f5c58793 key
            2047 181 3abd5b8f key
            3071 145 7bb4461f key
            4095 147 9f364fb9 key
            5119 210 a2c97767 key
            6143 231 9f375650 key
            """)
}
