import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of a 1 kHz tone in Opus.
    ///
    /// Made by `ffmpeg -f lavfi -i sine=frequency=1000:sample_rate=48000:duration=0.5 -c:a libopus -b:a 32k`,
    /// then `-c copy -f rtp` with packets of 400 bytes at most. Sizes and checksums of frames are what `-f framecrc`
    /// tells of the file in between.
    static let opus = DepacketizerCapture(
        codec: Codec(
            .opus, clockRate: 48_000, channels: 2,
            formatParameters: ""),
        packets: """
            AHGA4QK/sE1fJBxWWh54glmix/OWV+q2YAAAYjypQGmoGOfMqlPxohG34nhYCmeKHwi+OavImGvN7lDJWuPSdxSgRoDBwjbZSSOlbUu0
            hp2+DlNu/wHDO+EhSfcx0fP74evxUbPFN5msFP5Ag2haeUByvgBTgOECwLBNYuQcVloeeJxeIhZPILo5alKCpBx6OFu6A8YxSj36iM3B
            tjfGq+V7MZ3F8I1JaOPV1EgtG8LG6grKevfiuDg+f0SiiNvrNc6KuXynurAAUIDhAsGwTWakHFZaHniaJdMsQT3hFCJqqGdjxRi20Hxn
            xn1FWDbpNZiY29R5to8bFnTg9mnoi0odlU0VPPGWpDUViUBv6JRHy31mv5VJ1V/2AFCA4QLCsE1qZBxWWh54mb8vpEEX9j6LMQ2E7Vjy
            DFNKh8nT4zIsuN8L+K9Hur0kD+wFJvXVmGBoGQZoeD+ft/oiW2tjz+iUURt9Zr+VSdVf9gBNgOECw7BNbiQcVloeeJm/L6RBF/Y+izEM
            Bg0yNvlu3Fk5ywxzwGIIhLUp6PmJYQFs+2VXebLdeFqVq7RVCzT34Mp2PlvrNc6KuXynurYAU4DhAsSwTXHkHFZaHniZvy+kQRf2Posx
            Ax6we+OtrKxcKKVykAkWbley0P/vEhoSwuMdKRUZVNr1tDzZWmUwJSyZshXFtWFGJB8t9Zrx2818p7r+AFCA4QLFsE11pBxWWh54mb8v
            pEEX9j6LMRmkuoldckliM8J+Emd1WIfOI/v+8TKd5ZtD9PrbTcYZeQsq9XHN+1ZKqW5xT+iUURt9Zr+VSdlf9gBQgOECxrBNeWQcVloe
            eJm/L6RBF/Y+izEOF1OeWqrFjYu/gd6oioAjYyOrX3MwTHY6qlR863UD87kaGgfEMcLXutqjvzH8ppEbfWa/lUnVX7YAUYDhAsewTX0k
            HFZaHniZvy+kQRf2PosxDfvZMt/jte+Z9N9Z6Uq/LpLK8DAqPPTnVOs3kVP7eIEe8NDBOR6pgsKye1x/RKI+W+s1zoq5fKe69gBSgOEC
            yLBNgOQcVloeaJm/L6RBF/Y+izEk+TpYy2Cp/hoy+a55UfZlS1ufdTOx0Q0Xj/lM6khUpDQ+twB0H1zD/ix6FbXFGU7Hy31mvHbzXynu
            vgBVgOECybBNhKQcVloeaJnCXkOThg1asDX4ItP7oKinr2vqaX9ukKcWsCndxNfj5WILE2/N+a8nb7HC4DWjTZvALfg15YYaRjEgUYkH
            y31mvHbzXynutgBPgOECyrBNiGQcVloeaJnCXkOULTc8pNOVao0Ar2lXkrmGYr878ZdmgWSA5VufQvQYRJtn6+seMMi+f2s37ySsyCSu
            GU7RG31mvHbzXynutgBYgOECy7BNjCQcVloeaJnCXkOULTc8pM8XIFZ2PMR/BoV6cJYQjKbOXnqzeknuqVOo1fNx6cIqKjWa17Ovwupn
            aomb/ZDVUq6Qrn8D+U0PlvrNc6KuXynutgBUgOECzLBNj+QcVloeaJnCXkOULTc8pM7wqKPt3XE0Y68XJ5Ow4WKSdQQXJ4h+OTwI+A2P
            oMdKG7GMxHta7niNy7SA7Pr+ej04mrS7fWa8dvNfKe6+AFCA4QLNsE2TpBxWWh5omcJeQ5QtNzyk0UKrWCYmUDN72f6+XCNA/Fy2lxou
            PuwoiLax7j8v9R5boJeVKkUpA9YNBGMD+U0iNvrNc6KuXynutgBVgOECzrBNl2QcVloeaJnCXkOULTc8pNPj4FNAyFpXX0ssdD8bu/1G
            dDZRwSgyAEFwqhVFb9J8LsKCa2sw0HWsLfQ5u+4XF9uluJqt231mvHbzXynutgBVgOECz7BNmyQcVloeaJnCXkOULTc8pM7y7dt1ZCjU
            suGllKkkhUthn+PjDh4/6nTwWSPjsNlK91SErjEFmIAQ4OF2zOz2eGj/uJq0u31mvHbzXynutgBUgOEC0LBNnuQcVloeaJnCXkOULTc8
            pNNcckObc6cSGLRg5ED8Cz4wSVWdl0ExvfRZAIvsMZpw79JFKKT2jvjSqF5R+6YfJGi4mq3bfWa8dvNfKe6+AFOA4QLRsE2ipBxWWh5o
            mcJeQ5QtNzyk0T4H9xYbpPWtXxrsfFazFyAJZgjtjrmCf7JW+TcpoL5vDpzVMwvSmuceCmbkkidyuJq0u31mvHbzXynutgBSgOEC0rBN
            pmQcVloeaJnCXkOULTc8pNE9sRmpzwTtB8V/vRIn2TYvbm2L9tBcv5hNWhIjnRvXXZb2tTKlEKshrRwyExJgGU7RG31mvHbzXynutgB6
            gOEC07BNqiQcVloeaJnCXkOULTc8pNObjPl9vGs0jqeOLXqhV0+HEAozxlsFrKeAwJzQEOPKSPAwrJm/sAhTIHxPSKuxGzS4mrS7fWa8
            dvNfKe62bUumonj/1jmRsWdKr+3X/sSqQJhu6pWYU1XhcH6vuXRwWZ9KA4wAeIDhAtSwTa3kHFZaHtic7AfiDXNU/bbO5RIsuJ5cuZVp
            rhb9ULzcykamLuQTv8dg6JRtABRjm3cjmZpDE1nL7OAXbq5Em943+1nN7PtH+Ue0ftnIghXLOBEbOmeJ339pOcU9sUnYf81jCydRIEh7
            rMrG1bqoe4pd8QB4gOEC1bBNsaQcVloe2J0uSfc9pV+SlVz5vRALDCZnz59Kvs5Fu/cYxziKinTNd4d3HY7yprvF2ig6E5XYsiH3XJKG
            YFgHO8N70rRI4Zyq3+CJV2kU5o84GR6zDE9ZkTeljq8d1/d5eZVPtE3evo505EA60dgGBnPxAHeA4QLWsE21ZBxWWh7YnNZ+h5PmdAP4
            lSicq/7NCTJk2DomlwKobqt356a5htaviO+wEGNTU+1qESvXZsmCvKgM4mr4J8O19dOJfeGIlpDdGkNpFOaPOBkesxhPWZE3pY6vHdf3
            eXmVT7RN3r6OdORDRFYbFwEK8QB3gOEC17BNuSQcVloe2KO/LgZFC2Q4av2n42SUPYv38FxalQRGRjpwGXKdihisO+Ed8xJb7eYAFdn/
            3sBFLd+7ONt5hiwmjLN6xf3hiJaQ3RpDaRTjtPgb+rN1bfZHR0sZ8anX8+P5nWAjo1FejnT88kQ+mQR/AvEAoIDhAtiwTbzkHFZaHtiq
            gBhBg/wuw3wlakalEO7quYTjW5wcDIlEZGM4uY1xkL4DK/WuLoydrqSJMdVY4T0VJDkVm/aPlmhoJW+w5uLJRn8Ht4OQexROGtiC0gSV
            BLVUokeqSV5CJw+7pSv5/GM6epEOWDVxMoiBwiR0n8GI5thiYAUZtisFOHlt+f6VZjzCsNAjikkvfR1NxuQiOf5O53E=
            """,
        frames: """
            0 101 562b34dd key
            960 71 c4eb254a key
            1920 68 5af42194 key
            2880 68 6a102175 key
            3840 65 c48d1fe2 key
            4800 71 8dab2215 key
            5760 68 86c922f0 key
            6720 68 44bb2135 key
            7680 69 3c7726c2 key
            8640 70 a3572248 key
            9600 73 a4ef2683 key
            10560 67 5f2b21a8 key
            11520 76 a310282c key
            12480 72 1a322596 key
            13440 68 1e0e1ef0 key
            14400 73 c86d2330 key
            15360 73 c0be2947 key
            16320 72 d6e62485 key
            17280 71 925f225d key
            18240 70 66af1f9e key
            19200 110 f5e43901 key
            20160 108 405238ca key
            21120 108 b2b636ff key
            22080 107 2de83711 key
            23040 107 500d3769 key
            24000 148 673a45a3 key
            """)
}
