import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of a 1 kHz tone in AAC, several access units a packet, without the last, which it keeps.
    ///
    /// Made by `ffmpeg -f lavfi -i sine=frequency=1000:sample_rate=48000:duration=0.5 -c:a aac -b:a 32k`,
    /// then `-c copy -f rtp` with packets of 400 bytes at most. Sizes and checksums of frames are what `-f framecrc`
    /// tells of the file in between.
    static let aac = DepacketizerCapture(
        codec: Codec(
            .aac, clockRate: 48_000, channels: 1,
            formatParameters: "profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; "
                + "config=118856E500"),
        packets: """
            AJ+A4QjI5XoAtX6E7/IAEAR43ABMYXZjNjMuMS4xMDIAAlyjUqwwNE6aw6Qgnt/q6lVy44ZJJJD4i0//W5J/+Anp2enf63+UIEIE0ZZK
            WTVtIqqGkv9HvJx+G9xSq2lNaZKRKBgYGBgYGBgYGBgZEDAxs2bNgyJFLLLLLdsCzoF2vs6Bdr7GfZr7OfYr7OdUrrObUrrGbUrambFF
            FFFFFFwBDIDhCMnlegS1foTv8gAgBRgCuAEalNrKXZZLqyXVkun/93/v9daeWr1v/+x/1+/XHGta/p//Y/6/frjjWtfP/9X/b79cdcXw
            Iy7RzaCQkJKquO4DKAYy91JiiBolNxK+kRTj6c8RTj6fSIpx9PpFEJwPp9PoUQUB9Pp9FXHcBlAMZe6kxRA0Sm4lfSIpx9OeIpx9PpEU
            4+n0iiE4H0+n0KIKA+n0+l42OUiiiiKKKKLLFF8oouABKPGLOhEehEOiETml8877z/j/317Thq5cuR16jiXL6CXffQT/x8ZHED4+PgDP
            7kH/gB33hB/gwd9yD/wA77gP/ADvuAGL+JL+BTwkvEABQER5v4GLwuABEoDhCMrlegy1foTv8gAwArACaALYAPgxEvoRDoxDoREARCpl
            Vm8/+n/x//4/m5dy/t+8jw/pcmr7/X3AMDAw4cDAwMDWwOtwYGBgYGzBiQMDAxLMGBiTusGBgYGBgYGBgYGJBBIACkQAIHAA8jEK+hEO
            jEOhEQBELMzKze//w/7f///q5dy/t+tx5f0kklfj8h555555554/mIw88888x555555jzzwBnnmPPPPPPPPBNUACkQAJnADyMQr6EQ6I
            SaEAiFmZlZvf/j/9v//f+ly5c+f1lvL+lz/v/r/3/9M0NdFFC6KKKEIBCiiiiiiiiiiiiiigAGooooooNRRRQF9mzZs2bNiwNmzZs2bN
            mwBQFzgBEoDhCMvlehi1foTv8gAwArACaALYAPgxEvoRDoxDoREARCplVm8/+n/x//4/m5dy/t+8jw/pcmr7/X3AMDAw4cDAwMDWwOtw
            YGBgYGzBiQMDAxLMGBiTusGBgYGBgYGBgYGJBBIACkQAIHAA8jEK+hEOjEOhEQBELMzKze//w/7f///q5dy/t+tx5f0kklfj8h555555
            554/mIw88888x555555jzzwBnnmPPPPPPPPBNUACkQAJnADyMQr6EQ6ISaEAiFmZlZvf/j/9v//f+ly5c+f1lvL+lz/v/r/3/9M0NdFF
            C6KKKEIBCiiiiiiiiiiiiiigAGooooooNRRRQF9mzZs2bNiwNmzZs2bNmwBQFzgBEoDhCMzleiS1foTv8gAwArACaALYAPgxEvoRDoxD
            oREARCplVm8/+n/x//4/m5dy/t+8jw/pcmr7/X3AMDAw4cDAwMDWwOtwYGBgYGzBiQMDAxLMGBiTusGBgYGBgYGBgYGJBBIACkQAIHAA
            8jEK+hEOjEOhEQBELMzKze//w/7f///q5dy/t+tx5f0kklfj8h555555554/mIw88888x555555jzzwBnnmPPPPPPPPBNUACkQAJnADy
            MQr6EQ6ISaEAiFmZlZvf/j/9v//f+lyXc+f1lvL+lz/v/r/3/9M0NdFFC6KKKEIBCiiiiiig1FFFFFFAANRRRRRQaiiigL7NmzZs2bFg
            bNmzZs2bNgCgLnABEoDhCM3lejC1foTv8gAwArACaALYAPgxEvoRDoxDoREARCplVm8/+n/x//4/m5dy/t+8jw/pcmr7/X3AMDAw4cDA
            wMDWwOtwYGBgYGzBiQMDAxLMGBiTusGBgYGBgYGBgYGJBBIACkQAIHAA8jEK+hEOjEOhEQBELMzKze//w/7f///q5dy/t+tx5f0kklfj
            8h555555554/mIw88888x555555jzzwBnnmPPPPPPPPBNUACkQAJnADyMQr6EQ6ISaEAiFmZlZvf/j/9v//f+lyXc+f1lvL+lz/v/r/3
            /9M0NdFFC6KKKEIBCiiiiiig1FFFFFFAANRRRRRQaiiigL7NmzZs2bFgbNmzZs2bNgCgLnABEoDhCM7lejy1foTv8gAwArACaALYAPgx
            EvoRDoxDoREARCplVm8/+n/x//4/m5dy/t+8jw/pcmr7/X3AMDAw4cDAwMDWwOtwYGBgYGzBiQMDAxLMGBiTusGBgYGBgYGBgYGJBBIA
            CkQAIHAA8jEK+hEOjEOhEQBELMzKze//w/7f///q5dy/t+tx5f0kklfj8h555555554/mIw88888x555555jzzwBnnmPPPPPPPPBNUAC
            kQAJnADyMQr6EQ6ISaEAiFmZlZvf/j/9v//f+lyXc+f1lvL+lz/v/r/3/9M0NdFFC6KKKEIBCiiiiiig1FFFFFFAANRRRRRQaiiigL7N
            mzZs2bFgbNmzZs2bNgCgLnABEoDhCM/leki1foTv8gAwArACaALYAPgxEvoRDoxDoREARCplVm8/+n/x//4/m5dy/t+8jw/pcmr7/X3A
            MDAw4cDAwMDWwOtwYGBgYGzBiQMDAxLMGBiTusGBgYGBgYGBgYGJBBIACkQAIHAA8jEK+hEOjEOhEQBELMzKze//w/7f///q5dy/t+tx
            5f0kklfj8h555555554/mIw88888x555555jzzwBnnmPPPPPPPPBNUACkQAJnADyMQr6EQ6ISaEAiFmZlVzv/x/+3//v/S5LufP6y3l/
            S5/3/1/7/+maGuiihdFFFCEAhRRRRRRQaiiiiiigAGooooooNRRRQF9mzZs2bNiwNmzZs2bNmwBQFzgBGIDhCNDlelS1foTv8gAwArAC
            aAMIAPgxEvoRDoxDoREARCplVm8/+n/x//4/m5dy/t+8jw/pcmr7/X3AMDAw4cDAwMDWwOtwYGBgYGzBiQMDAxLMGBiTusGBgYGBgYGB
            gYGJBBIACkQAIHAA8jEK+hEOjEOhEQBELMzKze//w/7f///q5dy/t+tx5f0kklfj8h555555554/mIw88888x555555jzzwBnnmPPPPP
            PPPBNUACkQAJnAFIMZFC3RCHQqPQiPQoqpW6z+3+3tLaXcW674lycSTQAFWh4e3YAAABV90v8f4P6fc+X+D5/0Pl/iLb/Qf4ioz/4ioN
            73sL1rQVvewa1oK3vYP8aD5wP8aD55j/HxPnuOA=
            """,
        frames: """
            0 143 b1a940d5 key
            1024 163 acae55f2 key
            2048 87 b12e2cca key
            3072 86 22cb27ea key
            4096 77 c0c32b31 key
            5120 91 9cae2ce8 key
            6144 86 22cb27ea key
            7168 77 c0c32b31 key
            8192 91 9cae2ce8 key
            9216 86 22cb27ea key
            10240 77 c0c32b31 key
            11264 91 9ee52de9 key
            12288 86 22cb27ea key
            13312 77 c0c32b31 key
            14336 91 9ee52de9 key
            15360 86 22cb27ea key
            16384 77 c0c32b31 key
            17408 91 9ee52de9 key
            18432 86 22cb27ea key
            19456 77 c0c32b31 key
            20480 91 60832bd5 key
            21504 86 22cb27ea key
            22528 77 c0c32b31 key
            23552 97 7fd63811 key
            """)
}
