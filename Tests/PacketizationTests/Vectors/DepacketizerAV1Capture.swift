import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of AV1.
    ///
    /// Made by `ffmpeg -f lavfi -i testsrc2=size=96x64:rate=25:duration=1 -c:v libaom-av1 -cpu-used 8 -b:v 40k -g 12
    /// -lag-in-frames 0`,
    /// then `-c copy -f rtp` with packets of 400 bytes at most. Sizes and checksums of frames are what `-f framecrc`
    /// tells of the file in between.
    static let av1 = DepacketizerCapture(
        codec: Codec(
            .av1, clockRate: 90_000, channels: 1,
            formatParameters: "profile=0;level-idx=0;tier=0"),
        packets: """
            AZCAYApAr3WWcHed6/FoCwgAAAADLf/Nr5AEMBQAIfABBDEEIVwQUNvpAM25d2W8AYPMj1Ws6pqzmRxzmIdQEx1DYrp/5//z6q4nhZZ/
            Ry83w3kuYESbzMQ+v6k/J4oHvJSNggwrVSNRhOdjEkzmlR6d6u5HW9u3iKrg9cdoUx5u+XqAX4uIHGk81kblx3YmvWehPFsDRXPOUNd4
            2lXpJvb5cD7Uz7aoSznrectCvpXO5D/JKLGEUdlZRC1bLNboPpQD4LTeetOaXOO62AlmspPAXCYqeZUR2v7SWzk2nDRylpndAa3thIDv
            3JiK8xsrGmYCmRrlzfKC5qj541d9pgFO7NYjY9HL8CKwgqHTMO1+Hkh7SWZVEwXJdnl3orKsK7oYGixFWAGw26iKryJtYv4G2W4pu40K
            PMFMFYJ6sPyuFZL2nbi2p6EhIU8nVlazjKWoiG9PHv8KJ261fAd/lJ33kUn8ryaEjG/Bjj8uVHQ26z7UewyKlPvAWV7zbEzusrSwWSlT
            7kNfSBbk75XgKozGAZCAYApBr3WWcHed6/HQERxPQDkDJSA5UAA9fgEzvWA5bcp4m7F85QW4zmU2DXwj6xvghi4rPxpKZRZTX4NareYX
            ioXUCq5DMIppW6XqVSxrGe7zG8tmXbA0M9T21H1g9ilZo9nXUncRxmJDqXtR+dSb2ZXcdCAqw8h5fHPHdXxzPTo8UvqqFKbAfXiqCIuL
            MTiCGYyNof2Dq8T0FC69VP76MYls9PlDptxeQMYJWzxBZzwItQjegCSZJgm/kiNCMEjqvHvfpM79FQUuEgp0ejlr0+2JPAfgAkN1TSCo
            4r7aGhpICZCEJCumC0VXme4iv6wq9fffXNiy3+Ilojtx2GtSKBI6NwlVd57gx64oMc88GlLHvd1j3xDYnycMV8rW3hUSvTr2t69YU7vE
            ak6vBsmVyjHYELZStfLjk8zVx9k6KD3z2hSS97ZQkRUU+j4I1w5XXQTsAsqvy1Vy25EiljMoE7TTTUfouEFfifS+BnoYJ7q5RPI31H9I
            jGrBEbyAfUx3XYyFofWnxRRjqXhMm7VNAGWA4ApCr3WWcHed6/GQk9+nVe5lzWCQsE/oizZ9IeqB+ii5StKuYQh8qDfGeT4vpfhHmdgu
            kx38U8nK026Z+VcUV7BQlpRX5RIpUZYKiNSVi+b4Cl7V07xfiM4skWEiU4KT2xT3sACtgOAKQ691pIB3nevxEDAyAeBAAAAjTOAKKGIJ
            ArqAAN1t7pzG7PEa7HNAiUhiqP0RtRU35b/jQMWFNOWGwKXGHyUYj/0TyDbYh2R0vNMdES6GzH6vWiRBkFjEY3DiSQS4HNBxMfu7XMT8
            AE2JVnKEvWWU00s2QlyhcSGvrM6d38Pp3/oBLJac2lGmJq1ipNMwNw0BjDXJ6iHJuI18sNlpkZvXE4e5SJgU9A30LI4AyIDgCkSvdbKQ
            d53r8RAwMgIAggAAI08gCihiCS66gADdTfv4SZYxHIJc0x1GFVJHuf4MLligbpYmE+qijs4BN+yLDvZwICa7x8zoQ/i8tGoszZSI3qmJ
            Kr3jVKZXYqzT0WM5uyOKKursKVkhN8MbCqUUCss2S0h44XOp5d0qXKzgmgvV7HrT+jvmEDhE9KKLovr/LMiX4OvJNhQLAKkkWCXa7ncT
            2ecVsS88/xoDiK/NvvsHMMRuBRFZcK9NAtom7vOIATGfAWaAAKSA4ApFr3XAoHed6/EQMDIDAQRAAANQIBJIZAoCuoAA2K3aLKnRGji9
            haK2AFLskT4mfbSO/p830UGdBEkrp/QfVAEtun//UG6OUWHUOqu4+wcIp8E2Zvw8dsQ5Fr2vJn2p4wQP+lj65liJofuTXPI2FMqt3hTo
            bcytM4YbuJlL9Jx7Hy88sxgQPqhm7JQJO5KJqe4GgQdRT3zdg0yYWu+Zo8NtwACngOAKRq91zrB3nevxEDAyBAIGiAADUQAKKGYKLrqA
            ANJYd7IiWOq1vK2D7jlAP8jJKL2K5UDzJk+hxalSNcoiB5cFJ//7u7nuTCbaywW252lXFBdWVlyscGnkqScu75V9GtByIMImw4oqnEoH
            oqV5Fik1nc9adDqgS3fMp06G4J8zpvfCbhw7l6PeRJPkYyApNSk+OD1UFQZPNTbvS5HxURfTVKEMPzkAooDgCkevddzAd53r8RAwMgUE
            CNAgA1HACihmCi6ygADPeserUuK+7Nhcl7OYlwfsMvaNSSNQYU/pWkAEQbDuvEAKzLL5jMsOJUhrsMYoCLYLOsumgymvR7UxVe3MyU+U
            2A/icQFjiQVC3cUQTzr+o/wHZMFmaNZxGJXAGlMecs///mBsCtcmMvobAqEWjUsFJvttCZZw6UOWH4lFG9eYWVnc4AB9gOAKSK916tB3
            nevxEDAyBggLGEQDUmASSmYKLrqAANQPcKRPGqqE4GIn3uQ6iK6U1flF3tm+PtAwIOb2CzP/CvN7seklJf9I4qfoyicjkxz0jSso/1Un
            hcEiQffykIiOsJP7HdFY1EzV+5y1mAEXYlzXJJFIAtQGO81Y4IAAkIDgCkmvdfjgd53r8RAwMgcQDWBog1JgCipkCi66gADLE6P01OsJ
            3tOKYsjD/Zzzdf+4G2kQVoZYO5izHUeByoke0uBf4qTiNGrzduwZpeU0T4rYllGkX0URcHZgnoxWZlBiPOShH6tC6aw92P/+kVVycIQA
            r/V+5Lthg7/NKxNb5929SukM5zCUjCHzdriK8ACggOAKSq92BvB3nevxEDAyCOBPqI0DUsASSWYKLAqAAN1t/+LMdKXrYTGugALke9/t
            BL8/QUJtXDMU/gdIJKSWXREMI7UF6/T9Q34EzGjGturj6oLwLb++Vs5uNPx1E/LqwYiCkaZMENFIfHl0vPyXFuU7YHbKhEgRJpVGyreu
            utARD1Ou67YF+ghDwks9mVuP8oPDdyQddBQPSgh+cNC2qABzgOAKS692FQB3nevxEDAyCQCPqYwDU2AKKmYKLrqAAMtzA+NZXHWHiOeK
            OzHJjqWK447YTQeppEouK9Bg3ywsw1YJ3Fru5VgSD/Hg9uGsrbMiMQ9TEQ9O61q4NkgD7JYBSway6qtexTflISfvylkh/aV0oACbgOAK
            TK92IxB3nevxEDAyCgEF8bADUyASSegKLrqAAN1E4Mn4WO10uzvMDc6phe7ivhAemIELgfnZ7X4YeQkk7YZ0r5sWJcnMUn9QRk48N4Fc
            lvZnnvFg4c+WL2OXMF3FAPvUOjzZZsfeQLABImsgSlX7Glf88wIYIe9T68vAPRhPOE14jN58WNd5DwKmBC8SqmZR98whOaxlPHcAfoDg
            Ck2vdjEgd53r8RAwMgsCBrnUA1OgEknkCi66gADNUEn9O5gaUtxVzYPptX9IW/KcB1zAVhqVJKPDzmp0//+JvGuuKU9h+s1jVRc16I2e
            l1RAjKgGDSsxUsCazZua7/LhzJQVtp6bKz94f8TOwfb47i7y16KyX6jNquBfBAGQgGAKTq92PzB3nevxaAsIAAAAAy3/za+QBDAUACHw
            AABCFcEFANtcSOjoL4ipQlOWEoLrmK+wCbpfpJ3OpiO3WRjqQwLg5iCO6KjFahWw7ZMJnPRRsiunVrJIDRMcVKAuRVmEiRn9Dlz7J5nF
            OnX65FZs8wIKsUwGqboE0bvVKyPv830lFWXAdglUOwEDb6dFyL835VQhazhND+wvIrvhTQBgT+OAoJaShZpb22ZtsRGh3nd0VdKmDAuC
            HjyyV/C8V36Lplq6IPNOVaxARPuEPf7KnA/7jRugV6UYWdlzwYz1UAvHA/l97LLHDWX7fEtvJJMX1h41CbArhcMFQkJYpZa/xPJeLpFf
            3Ck2+ztPGjKTTbItCNHPuxMnNmOARQbiFz16npz7lz9pUaiZ4oUC64DeXQtshnM4g1SdPTaDdiX0sqQo6LSx/+GozAqCdl7ngfBHtoKe
            R8oFPtPqbXLOvJtnnf7TMwzwVa6C6L99GF1riQaDQj9gZTHXFTivsbFLqlTdPpuK7BRrf/uvopQ97AGQgGAKT692PzB3nevx0DG/o0/3
            cImytIPBT6Oda0fcePNA0a9LhMThVfvVtBIG571l/BVqXHNzksobcwUfzcXg9UoPzcjbZxZkc3CD/vh7SgZT63bAJjg6PkPWNiHy8F+8
            bqeIZxSkCH5J+/pCp3ZnfxSEQ51VdJ967qNDm3MjegBVLWGXLkSe4RBxZ3U7gyxp4pjg2T/DynZfetDYCE1Wj2N56FqPXNQfjE4hTUUb
            UydZUymDbXcdktHeT10MMkCxv7sLKa0kBEzhdGjf5IaMh42MtkFuLntX6TYk0xKTUL9uXJ8JELT1JBMnrlPQLMLc4mDKv9dbSNau7Y51
            9d8OnPRiqo/UDMPPnt0PE1LbSABkI6QpXRRvsg8Z7okx3e7Cdqoz0CDK0RTG5QzHkvI8iap6DzR5MqWB6ec7oeFaZKe6xrtrWoO18vvo
            hUOS4MFYE4gALZeTr7ZwbGpZBoMDDBLNHP/HlYWH7/mb/PyQyH8a17yq3jfGP8mKzhUq7RYgFJV+1vwLLRhUDquJLWbPagCggOAKUK92
            PzB3nevxkEfjypmMhSp+YB+9b59Oe76/p3cqdt4deN+RaRa7u1X7NFzA1t1B78FLO1L8ecL/be7tePl54ZoFxO/Huer1XX/9+3ogOVf+
            u6luwGYynLCYQ+ZKK5cECH33e7w24TxaUlHRD3QeoCtW6ybiqRYW7DKCgIO1FSzVYXuFfkwoyTb9QGuWSEGcjvefLRBqgNZwM56fGQCu
            gOAKUa92TUB3nevxEDAyAeBAAAAjSqAAAJAgqAAkb6VsIgnBedGWOOcnktvyi/5/IbW8heBQSbAAlGidnycbkbr6bvji5gxpYDFfSquJ
            jYfCs5AfTadGRcRVVZlnRgntOCUBhf76qHguIIArw5tr4QTDSx5dJvCI+APKaptngUmmyAq7sXntLERgB+HQkjQ1BpqUIfNGB1EzlSXT
            GGbindudnOJqkJ1ZJIAP5D1sALuA4ApSr3ZbUHed6/EQMDICAIIAAANQoBBApQoCCoAA3rxib/ImFSJW7gyFoljbNf49jnrKSSFf7bgh
            4GIDvzlFjWkXbaR24YQUMkcEKwxrnc05EPqx3g6lC5uDHH6Q1Y3wcpRtExygtSy4aIoGrnk6cX1TV8GtTfCOgNFkPZTiwM+QcQ6Df2tU
            kIHJ/BMeMdy3LGoZtTkX6r8XPUEm6HjtYvFozzsJEIBp8+b9YrBj+iC8xRCN54K6t5A+AIqA4ApTr3ZpYHed6/EQMDIDAQRAAANR4Agg
            pQoCuoAA2a3TkGqXa4Smjj5Qy/DeSKSqOjifrk/40UabAt8qjCwtSovuBNJE8/+1US7vtVAqF1uAAoRwN1Gq456//5rc6PWk8AwDchP3
            TuM0R/2QdAjY5DChcVW99S/U5IENCO06PKQNG/Beqovnd1IAi4DgClSvdndwd53r8RAwMgQCBogAA1IgCCAjCi66gADd+0zQahr6NOaE
            DWW5r5wrvTq9WVIc6dyj1fWxCrbMS+1XWGIiP/1IenHvKLF9sTumn3Cc3/viKBORJZC4kvvgKpTBpWN4EZprKrxuSQZiTczr5csEgQi3
            JaPpz9AzkNYuUevRVmCaubj+K8AAh4DgClWvdoWAd53r8RAwMgUECNAgA1JgEECjCi4KgADVqzeWY/HmpucZa/lR42z367Nzudsk/dmB
            0EYk/C0LExAZsBy5Vnk+fa8+XAm7YnEooA+4QqzzzH4jJjwOH56rP5PA2DrXqGxKr28NSkNSoh4tI7tsipoxPh1KFk5TsV3r947uhgn7
            zAB6gOAKVq92k5B3nevxEDAyBggLGEQDUoAQQKkKLrKAANNI6wAwxjl0YuxHJJKccswtTGBfC9fiqiBBmFdMsr0FS8G+uD8JxGoI4JrO
            kdxjx8axEzFAkt5uC3bLbsJALkNj9hvQl65hAb5KTPhJH06swc+LwkXYeP3u5MAAl4DgClevdqGgd53r8RAwMgcQDWBog1JgEEClCi66
            gADQ0Jj4nUHG28fZ7JZkYBtyj3g4wCDJ8q3yyRjFdCPY+lJS6I7ihtkAEDjboL/8WbCu5ey2YtfF8YD5bzvmMgD05nyvgLrZ/miy0WCS
            JXilw4Uzuf7d/QrefrC1DuRTHi192cTWeoU8z35LaRaFmy/PbeX2cRvPN/gAvoDgClivdq+wd53r8RAwMgjgT6iNA1LgEECpCi66gADb
            MY6zrfFFdZCzKx0Vyi070v1MAstX8CoO7Hfmi1CgjUC8+oCCrR7+cBmmow2uwqYh8fjaE5wbGoWkfEy7DzomvyogSc1yenhKsjRgCnBu
            67PZI2QI3h861Ts5EDbZeTF/G+IvRSUK/oWAXCZ7NzJO36FfHOvsFPhHzeQadm8O3ML/fgohO7HqFQ66wPJTzH3mrh9hQmELcIrgGlzN
            zVAAfYDgClmvdr3Ad53r8RAwMgkAj6mMA1QgEEClCi4KgADNyFefu5gCuQrdDztHgg2E2dOoypvS0ZW70as1x73otKVoziZAcrgOsmVz
            jrRHMJZGySrifmkVy7BkgmfoxvIoGKTObkJbhRPn7ROCLG5z0pzb37HL/SdIgoB/DHKQAG6A4Apar3bL0Hed6/EQMDIKAQXxsANUIBBA
            pQouuoAAy9pPq8uQ70uEex3nTdA60vZoN7EZWz/K2yEWtSCZr6VH/Zlww+/SpR+oJw7IDyojzktSzXUUMbvf9zF+I+F9Zptg7HBM088w
            knBAkwPLxwDHgOAKW6922eB3nevxEDAyCwIGudQDU8AQQCcKLrqAAMjAMZ/lCOBAH2RgAgO0wksQVKEOHiMe05lklYmiQru8Kotl6KNf
            AWCLZFGgBl06dW+cUj4MFFUYEKDKm/hKe/FU9vJwHUa4W3uhBbjeK1AQHiEfpxmH68W271vJqGuBt/0WGGKfYXoNW5xbzsEpTec8hLDG
            pH8xrlhEHlAuDaWm68nGWSp+TVQLRNNi3pBRCsg8Tx55fJhWtbs5TJOtGEKW21Fhlhf0nAGQgGAKXK925/B3nevxaAsIAAAAAy3/za+Q
            BDAUACHwAABAEFDbcVjR0F8RUoSnLCUF1zFfYBN0v0k7nUxHbrIxnkMz7rULF+1g/8aRW17aQA5kFER6+kTFU+kaVrA3yb4GbZvOEYD7
            hiBdZtS3YAWWAUOzfx6wpQgoACdppO4M3X+ZRKtDkOnNnzh/A+ySiVADx+iZSi7JIwMYAYHWCWrwJapZTWIGaZa5PCnaSyHWmGcJ1OtC
            BBvsIdz5LuOGl06lvPhekmcDqkhdD9MwAiHJ7bhjthEXe6tlu/emT/rm/DKuAzmxc+nLFOjHFa/3Y3LMok+hRmrvPxWmCBvbWinYuosw
            YQu9mtAtfTFokRxieAFNmfLJZPIrYhvtWni8QjimWC0KjiH3SHzEmUEcxDnGy3HtRMUtxaKISOGtdYgIDtb64CrucnS8JzDICc35JEfN
            1ZdpegP7k4/eUX2kG5XU6NEXxgCwH9Zghf2r7ONwwCKeUlqhBWf1ujwpHMPsBBdGZa1U4il0E7x40SjxDob5SgGQgGAKXa925/B3nevx
            0F33SAw1HdADZvtTgqErVPOW67gI1V6LZR6JcFEZCdybTFbuzKCgl4dkRn+FCurMZ7yAqZuflda80yc3j+en+ULvJVfoT6MYN8drwhhF
            vO7yNgv6YJiy4kjRDngLBnj3BrQAhAALoKmf8WqNEUZZSshUbBcwu3Epi6F95PKnKkO/vVwwXpHYeESp0T9pxvE0YzIUocWUpBs7SyhQ
            SxxP4vApe9yvDE4tYiGBzkTXDzendc+HLISkAHoSiRPe7Ly+PcA6qphdS14OB6IOdCPYlTz+onZXy9p2hG0vVW9tH12hVn3IfftcZ5Mi
            I0x+k3NAcC5BO36BXLYZ3F9POUDOGtPAggzXAaZ/ebh+VbNiXLzToiklbOmRVB7DiUEC4f96aPJoy/846RFNKR2KyUCjpydGFGQ6LTrH
            t3p2ikSXiXucoXwK6A54ySDuYi+6PadH8es4eBOVkmpmRyt0qRIkLNZt4omgeXg2HLUZfUx47zasaSNbtlWrOfOdUbMzz6VV/GH7TADZ
            gOAKXq925/B3nevxkOnkuR2dB8+dyDkdFQ8WRwEct/NTAmo9+YFPOqz2htnpjBhwZ+2u0hFL0aevp2qZ7Liir+fkV+NK77lej+T9JVA9
            3pAwHqtQmetGdge8SYpf+YUWp88QyF0r6KHPhL5liAqNLgwg7DEmaOGvSnQiJJpo+q3alRLwiqXPBq5XC2uTf45cImgllmIXA2ZcQ2VZ
            sz9Uqhzbi4ZGZYRi9z/OQYBaYobFttAClfx9GXhLDol/ImDhrsfD5YR5ilzX8ubQoNGq6uTyBxifPVJ1GA==
            """,
        frames: """
            0 864 7ddfa5fb key
            3600 162 09c04ee3
            7200 189 12b557b6
            10800 153 77f3460e
            14400 156 49c5434f
            18000 151 cab4448f
            21600 113 204e35ee
            25200 133 5ccc4322
            28800 149 60fc472c
            32400 103 da3f2e90
            36000 144 ba30423a
            39600 114 e4a33a3b
            43200 923 1ee8c3ca key
            46800 163 152a4a73
            50400 176 0d604f79
            54000 126 07053c66
            57600 127 114d3de0
            61200 123 b792366b
            64800 110 93413280
            68400 140 f0fa4c2f
            72000 179 75cd522f
            75600 113 585a36aa
            79200 98 55862dd8
            82800 188 7260515b
            86400 980 59a1d157 key
            """)
}
