import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of H.265 with B-frames that others refer to.
    ///
    /// Made by `ffmpeg -f lavfi -i testsrc2=size=96x64:rate=25:duration=1 -c:v libx265 -crf 32 -x265-params
    /// keyint=12:bframes=2:info=0`,
    /// then `-c copy -f rtp` with packets of 400 bytes at most. Sizes and checksums of frames are what `-f framecrc`
    /// tells of the file in between.
    static let h265 = DepacketizerCapture(
        codec: Codec(
            .h265, clockRate: 90_000, channels: 1,
            formatParameters: "sprop-vps=QAEMAf//AWAAAAMAkAAAAwAAAwAelZAJ; sprop-sps=QgEBAWAAAAMAkAAAAwAAAwAeoD"
                + "CBBZZWSSTK8BaAgAAAAwCAAAAMhA==; sprop-pps=RAHBcrQiQA=="),
        packets: """
            AFuAYAsj0SUaQH6Zjc9gAQAYQAEMAf//AWAAAAMAkAAAAwAAAwAelZAJAChCAQEBYAAAAwCQAAADAAADAB6gMIEFllZJJMrwFoCAAAAD
            AIAAAAyEAAdEAcFytCJAAZCAYAsk0SUaQH6Zjc9iAZSvC2DLfVn8HbbknEpca/5/Dvn9scQRxz9d73kIyC9HueJrPD7m+srD37ye9ZUL
            Uv8c8Iqcw/12hw45T2guZ5pRLVQAX3X3KLf/T221WLuU2QgHDDkrRZgsRuJIB/cCIFCjjrtJQx2YKf2DKy5obe2C6pek7yJJtbXnXebe
            nMLccmWmLGK+obhdBdsHCHWVvMPZOoCrnRX0Zd31AOLDTsqAk+WWnWXFVrQjDA+AdfqIdfYhQuLfl80wl662Xw+z7XZN20yKu2sDI8MM
            EbKPPvRsHNIwP3H56BvEfFYCgIORbuFDpfPqA7rQMge2EQnLq+/YQDdUdBiIgZDiILwFuHeOUgqFJW05mVSGmwLVO9MMrZ05mvwykhMP
            zKwQ5Vv8kiKO/a7IpeGfleZ6YyCG12GiPjwpnKZXGiD/r3aNVSuemD7IzUou0KD2vIP1dka+150b/Vug1zHH4jn1Mkr4ZSLbL8kI2mID
            lahJGGwZF5c3CyulC2wOfdHJOChN2zr8D6IMAZCAYAsl0SUaQH6Zjc9iARRFgJIsz8+cbuClWrH4JmSg7mD+1kEYmYQ+0V/xmJUEcCe8
            magJHsD7ql8dKrQkTDU32KQL17T88j8HuVqkh/bGGjjJvkqzHl4wLRNkm7a4KOX8lHPvS9eNNl45lhyj3vWGX2FjoDoGuawNbFtg9E9F
            WM7GisJQhecd4DAcNqJjYkCcVFPgkd7i0vgdvORPQIH8OtReK1RcnPVb7h1P0GeOqyxbO03B7ws6FhxQDlaD2nv+2uBRc7lglJCI3Bcn
            44QrYmjvFxOK9MIoLD7hYG7l8st3kLwj9RQAUKvXLgdUoh6Ma/3DZ0ujXWvfFIjCl8XMLqRsj0QUwMMhyKYAtteDH/a4DFrZsxUoirEk
            3glF8CkpS0iVqysF3uSyK889MgW8F0AA2uCCYbsF1Fe5rx7B0A9JrUeyGm2h9z/UA1n0Vdocb0kr46IYvYjz0vaT4705eVmZyQkgl6Xi
            rGPGRT4X6MAFjUYycvajTwCjKdTL5OS8JVglLtPKfJ2jrTuOne0SAGqA4Asm0SUaQH6Zjc9iAVQMsaOhENphOqrVTSRRg/z85/SYLmn6
            g4PrxIP5M+GVVt9kJjvc7UrMUxAr7uJgIBbbVFtnGacCc1ExVD76NZVNre9rqXRIzO3MqaD/pffDysbgT6J3cCYTeH/8AP2A4Asn0SUo
            UH6Zjc8CAdAJfhEYWy+nCR+wthANd/j+yWEIWvp3MMcCcDxvaLhSmCgNoyw39z4oLu5SQWUhKtFLpPDRLeMngTDnsN/zuaUPQK357dPi
            i2tM8mKk3YIuhCNM4DTP/idp7qX/XGArprf+V0S7dPZZFEuH4NAK9uS2rYQwqnASPMZwqqdrNWm2OqqmLB8zXT432hAm+JuzWRo5HOkU
            dpMU8k0QTX4Rs5prtvA8sAuxhVr4d7d5onC5c//6ny0E2YNRv6SGvggzT9B47r5g8Vmd0n2fNB3g+yYBMdJMgDWtlS/OqG6ws7IrwOjm
            1T6SxSbslh9h0o5+AZCAYAso0SVSgH6Zjc9iAYHQId/1EQYWwLOBwHtD6lPAboo3//kFYpVxDjE12rduTJpf928Q1GZo53ZZhMVqOShH
            RZ0RE7wmvafItTpF4rUv/9U8kY4SZ0R5ztQXQ6EMvRxVCejtGqzK4L9X6xK3VrsfEwthu6lHZOwIAzYOj4njUuenBj9dY4LNdYYfK52k
            8g05ZLi3Gi3L6k0aCiskTtiFLfPTuYJKmmnOqpHcLGz02UYfPWP3IGET3YWgNEwwxDmRc2LZxeKezhZGAxWYTjCDCsPqsLzg0z4SmSRo
            wxy2LavIIWx2pfNtgrgWNCKJ1u0+hpUVX775DEaWqgWEfyM1U1z0p5QB4h38N+RqklIduWHcC/qFujczw2i+MlA8VXRwzIWa/ZnkcT5s
            UjqhuKOzkRprxj7DAyS0cQ1fpWspHI86+59DGeZU5pZZ8azcOIK8T+qpFPdqN7gM4Ebb1SeHZjk/d24/8YEU0Wfbu7o/MYoUSH5x+/hB
            d3zML4+E/VphPLZ9vaeBDduZbbSFbOelADOA4Asp0SVSgH6Zjc9iAUGPqCER4WZapy++SrvNAV8aQRyhm4G9U4JFUk8a+XTbDHQL08AA
            QoDgCyrRJURwfpmNzwIB4GaX/UYaQOAjybOPG3IO082lW1LspTulvjReN+dD/Lc5nbyA/5sFzIt4DGvQQ/YIPOSqQABCgOALK9ElNmB+
            mY3PAAHgRv/9IsOI4Uy8D59iHobUae7GgMz/////6JpHsfO1fk2ssZ7xJoMmDsAkQ9velvrdsGnwAO6A4Ass0SV8sH6Zjc8CAdA4t9f3
            EQGFkLNk/ZoP0cWyD/ZOVbymF4OhRC6yw/zwI0w/mEkgkV2Ws/V6SQfGhlveXSGRkt8xq4rC03rqn78aAJsElkO608uedksZBgd6Y/EX
            zZR/RwAV/Pc5Gm6F3y9OyzjilJsOIXEdZcOyxLwCSteK4158KnjhhQ4IU3tCztDSJn78xOrGkSc7NG7agmthREiFQWZauPmc8qghl35l
            /kZ7GuKkjbBBbRQR2BroQvFgIqN5K23gkq0hSuNd244Rmjpxs3JUW3ShveBea2QLtDgE5iQciUfIxRjpUJjwAGeA4Ast0SVuoH6Zjc8C
            AeDCJdf3GGvsHeaLfXJHxFbr843j33mYTTevrVGv9e7VR0DFEn4h6p8LWvElFceUWnYEwmpyXJjFH4w5c+rCIkIiDWZ5kX2SsuH6WnhX
            p/1y/tDgzyJDhyWAAEWA4Asu0SVgkH6Zjc8AAeCm//0iw4jxVd5ZNHdX26tx6Gf////kwNOKXtFVbpACALoDWoX9FALTKZj+Pf/YPFAo
            K1HpBoAAsYDgCy/RJZjQfpmNzwIB0Ei11/cRAYWw/vxeMvQPvHWO2n66/y29mIcIYE6wMKy6nnAhT1rg7wFZsPfsj/341yur2WZ//bk2
            xYAZEVbSjmY9B+SKj0JLl+Eca6+JRvYVvb2Lx25TepdPt2XZn9I8HJsC7RkUtqxVTBLkOfj4pkgrznD0IEhuZ9X9MFTUEein4fKrZ0ZD
            fc9ChklUd50fR/T+rB+ZAY39OLO2/0GOM/6cEABLgOALMNElisB+mY3PAAHhAi9/3GHE97/iB58jir0//d7yeb0P4M3WPHxVqSwsO0lY
            L5B84eiiuAi7dPWV/MftBkY20KoP2a6XYUYQAFuAYAsx0SXDAH6Zjc9gAQAYQAEMAf//AWAAAAMAkAAAAwAAAwAelZAJAChCAQEBYAAA
            AwCQAAADAAADAB6gMIEFllZJJMrwFoCAAAADAIAAAAyEAAdEAcFytCJAAZCAYAsy0SXDAH6Zjc9iAZWsMFsk3CiAxIEfhCpP1diJ6a5D
            Pnp+KQDXapqNj9ZtH6GfQ+urz/j/8EoatGWzarJOxhzroG+dNGnLyg7sLsXKZdVNXp9BmfD4mYyn7q2zsj7QvkN7i5dc//oTzm8f12sI
            3K/ICsSMzCX8QpQMVHevCqe7EEfJDCBvRjGMMTdEnSbNBYCdNQd/iN9YoFLzusVbb6mCXpwNmNdtmG8LkX6p0X2Cn2W/xCQ76Ubdvn6f
            UYKFXNO6LPGVdcHQ0utJ0JdDbUaO2ujtNcLtc+/lTX56RGYkaSB7XnPDbsqqo54pklvUkCBEL43H9xR39IzgyEgR9xbZ6uPk5CENYNay
            pqJyZ4+g3LFWvRDxTkkpp0E2Z7Y3H3g5KUTwxn3zqw/WDpoJqRp0o/aNRmGrgn7ouhxbI6z1DsGmass38pg7RVYUNCa/lXkNhZlXtmPn
            lu1so0rgj+4QwdBkIX1ClFVxnX9UdMRL9ffUBak9JWXRTPiBNoqr2jdZhIS5cj26D2p/e9dtAZCAYAsz0SXDAH6Zjc9iARVVKFnGupvf
            BYs2aLT/dzvLT5UTemOSYF/VQtfRGUXhyySb2vd0cxTUW1yTmn4DQXwry2ypC50QBvGBBeXb1Vvt2O1CdFVLFl5+Kp6wxlMc+Ns5LvTe
            Zz4B2ipG05cCecrMlbmMTLcbN4Cw8vB2EAvZkywwpj9QMNR0VJIKrj/T35DYHHCoHuuuL2agL9/rZAnL6qD09xPHs5FIo4/Z6yCNXg5p
            CNcdzIKiSB/9oCssvcO1mW85dxEts9SZd8hsY/+NXEfvAJXpMo08pyqd6vbKBp65Rt/CyniRnd1jK09RR8Lo/2zuIK/b2JWU4+iwkFFw
            RRmb+sAvqDR9Oov9SF4osy9TKDI6Ql7+qqtlCc77R7hno2R58s6uDpEMRss8u8lEE0HcfcaNBJUgllynl5R1v4TY1c7XiyQJukuVw5B2
            MYFhKVnL2Fe3Njb8IiWWdVeBU8hVZ/n9UtVCE/xKWG3HNaJ/1hVxVCY9I0/zEfDcrpaYPCPwBHnhggzSbmsb2vzoAY2A4As00SXDAH6Z
            jc9iAVW65S4KVqtyScfAsA5xiV4DhBMRFPAwdfQH1CIzw4gsIrRC9vx9h6LhyHc+lUGbZE2mjDoOhXGxt6P3Gw4wcCEF2Nn3kpd4cLCi
            Yqjp7g2T0rgI/wru8rr4EgJSp9F95YK2FzMFqiaylGWKXBJ53HqUmIuS1KfoBekuegaMO6rGp2dNlJbpbWcGHi5v0JpqF4gug93ip8+a
            YrGHXBU2/+z3HHZjQz9CJcqos4WjAuRAICtjOJ9qcLqaIaYJmI1iPKwlds5wJx07leUAFIqZZxUenYSqbDnO2EKnH+3YAMMFumPhs2yC
            bKGb0qNwf5xf3gy7P/xn1UgjLBI7DWc025eJ+ATDcBgbuNLxKKxx7ZyT0NLB+F20LLcvPD/SUPb+lVRKBJ2HhY/LbuEE+RkgSjKsuuN0
            hikyUTLXjjq8dUWQL3oaTKcCELxuJRdPeAl3ztGURLiUe42bf/U4MJhf7po/v54oy9t7oP16UpAdLz8wcJ2lKvKZ+bZIcBblpay4AGmA
            4As10SW08H6Zjc8SAeFiJV/3GGv26e+4/OSCl39wH4ZA3/7p751gXYrDwSkozQkOs3OFv/R1/BV37s1vUZzrRVzniu3/TnH4+Z8HOL3l
            mCBN1XpEntUIHXrGqIetWv6GBAIL8L94P+cARIDgCzbRJabgfpmNzxAB4Ub3/0iw4vggfi49L5kwE4DNXjf7kIwi4F5GyZT7RGMFMF8G
            l0AuYT7FmK+qDjK2Hl74HJVYAKSA4As30SXREH6Zjc8CAdBpfhDGFkALz21EbaeiGPVCv00xBJOIfjISBNVQpf28XjS6l5IeKw2eatOH
            Rm2HkzratHgMxgws312uDjdr7eOJCS4RtV7IBK0lTy3XMVG5drW2l80gJYaYrhOXiaMtIW+tlKuLhUn77HDejcQijuFhH1GZnIxvq9oF
            qMDbdXga6tUiq0fH+yu+zUE5LUKXeJ4Wzlyo2ADvgOALONEl+0B+mY3PAgHQgd/1EMGFkLFnaPXDbbSyFicb+H9fIeYJti70NsDDnC1Z
            5ICFMYOchTzwhFhfRPYbfG/dZCVeB+Gtaj2tZV6DsWPBzYtX9yn/CfHll5kOtrWdu1A9t68dY5P+Vk3xMCD9F3kLaCMraJj0JvpG6jAL
            9CqGM2VV1J5wQm/eE9aAGzY8+Mfas27D2h/h4t3Hboq/0fnPwpT6q21sXHGqY1Biq25sCV/p6OpciAp8O3yTKq/3NlLND+PiAHmUSUqG
            EGQyIdmmGyREHH0wUEMt8DmSXq5m00KTQZbfBZ3gz/Gs2AcAR4DgCznRJe0wfpmNzwIB4eaX/UYaQPZHxcefIEcSwJy2pCDJPPh8G527
            hhOAF7eWuSXcrnlVpLt9QXyw3glHEyYkT7/fOoLAAD6A4As60SXfIH6Zjc8AAeHG//0iw5iycvn+5Dc4ZkdnX0pXlv96J3Fb+j87NZWu
            9q3YfR5Zs2Bqfjhz7AIG4ACZgOALO9EmF2B+mY3PAgHQkLXX9xDAYWyxf/98Rh8gqMTYHEtcco3xm6FD9EJvY05nqDOgLPMHGTDHKn30
            E6sxGnYxuDEiDc0USE7AP9O1nitxZlAdNIxSONRO+b9SjT3P1+LgybAHLukWkqn9UBloAMfhEUYhj6kZcSVXTxGA56iZFZe9X0C/bHx6
            HQ7Bb9FruyH6bs7rKlJQADWA4As80SYJUH6Zjc8AAeIiL1/cYcz2R8XHnx9X4cWTKtCaHYwSQ178OnimNblczf1Hspdg8AEpgOALPdEm
            QZB+mY3PAgHQqLddfcQwGFmxgPvj5h33PTsGN80fVb75v6O0W856m+Y2vHzM6L8AlbSzST+P3apuRt0rnmn/YrKYjKSEqpcH0/8yul8Y
            y5JEwajHc4O01oP1dx7s6RFbc5yJhCS0iEeakFiOX2dmZwh/3HD9LtIei75GvDrLslcLxVFxO0P6aVeruj15PV9gVih9VuvQU5l3sflI
            tRv9k6Wo4sv/bTxwr3Q80jFLfSh2EjC+ZZQj08Y2PzUglVuNt30+eHsvxqlSyMGOcRltB0fq2bePAQAfbh6deEtwJ1eyjTZVCc8v+jhh
            73AibyxQsvL3FnxqdOMLlTiYOmlXWFKFnhg8ADmE2QCbnBWWd//bU87chfFf/bO/WD+7KVdAv8TgAHSA4As+0SYzgH6Zjc8CAeKCJV/3
            GGnsJ1UpKd2hmIIDXafvWzn0t1vqMzz0YZCqywE/E+CK/zayT1d52DhbBhQSzEZnr8V8TmbNJQ9p+39xpHUdStIw9FyRwW91Edkrxw/w
            0ldBweTJsoIhnhzbAFO85lZqYABXgOALP9EmJXB+mY3PAAHiZvf/SLDm7J+9LmAj7f5G6qZOynZA7/iJdUKgoVKJ9aL4BLlWGFmYLGNB
            Rh/m8oad2ggpZXRm05j9ZKim9JPH7DvsrkyA4M3IAFuAYAtA0SZrwH6Zjc9gAQAYQAEMAf//AWAAAAMAkAAAAwAAAwAelZAJAChCAQEB
            YAAAAwCQAAADAAADAB6gMIEFllZJJMrwFoCAAAADAIAAAAyEAAdEAcFytCJAAZCAYAtB0SZrwH6Zjc9iAZWsYFtI3CmAy0hcGQCbi1+9
            hPu3AY/Xu5m+ZQv038cZ1fSKQGfc0n2ptlmv89MjUTY8QEmvl/VZnP6XbYS6aZd1q98MJR0vv2Jn24M3aqJ9OOHfMAwoe/v1+AKBcs1Q
            fu25zNeGB1TPocRbp/Uf15LfPLR2X1PNDagnfqkeWgWpDFfqZ8v4X/DsQySQ/KSsozjxZ7/3qLWcGzsXVq2CJbSr6LBw48KoAYG0YG25
            XSh9mDqsL0kJrrgsWJnbMq9G4tmq9rXB/eZsZ7WosDeTZwxuO2G305XFVLB5tsXfHxvMC2V+w2p87e0FNtv1+jZo+0s21naxeVacsT23
            3DQCbaPLELcCgve4JU/YpxgK1HezQmoftFjaMR2Gteztda3J5Fzxc/lhQUg+ucEgcEw1qoDVdY22xwlsvqGfP/kdnSjyLS2plMfSwMfO
            roBKDgn0ZIf2Yj6gfQPIgGl0X0o2SGmWq+xJ23BJr7OIw2ioad3LRVpYAHeNkXSs37wBlB51uEliAZCAYAtC0SZrwH6Zjc9iARWB1qXM
            REyXZrc338Y21YsBfUPfo22O8m2fxf+CycvpG5uHBDjgc+Ioni7zMPSjHgu0bZZtmVpKVHjEORYAKlsWL8JkrQtxn3lAXX8AHEy6CU9A
            u6xHVy3jDA/uSOCLv92v/vmdrrxK4ELQPSgCmPvbWF82m9TC1msojES2GKt6HIisqhGoMRsTd1DPkCwUNZP9zTwnDP2dLNtYTLNAdSvC
            e/KTn0xCPpBPSyxxt2+QO4U5H1MbMw0ZlyJUrtImiigUOl202IKvWun4EpLaX1q9npx1i/zv93W+BgESr3mdRYa/iSWGV0DmnlMGPcft
            ngxbJOAxbpgGzfgY6kztMoFrgsLCpY3W5aLNMYSuQ5IM69f2oxLcTu7O7/E631vGqCZyKPHrOeQ1iNdDjwLkkvyiA9nGb4VSaYH6OWwa
            N5/qtknZ18AWKGaECDoeW0wfi38MslkdndPVCn90NBnySXFKChxCgXKcPHlbNPVMgnxAfOgrSu8tcSiMJvDUBYiRgNPfAK6A4AtD0SZr
            wH6Zjc9iAVW0JVCpnrGOsZeH40fcK0eH9ek3QARnNEx2MmlSoFgCKVOmf99zYQq1tGT2+NsqoZyHyv39nheSLoW2Z76srkbFCXpWr59N
            yf/U5Bqvh85Bc+rnN0Zotn1AgEH3Rzy0+A34EFTwkDjPZAPpWNnhhcecVcQOSpjF/y5H73WoVFwguLQqgpypViDNmhqlWcDJZv2oQJk5
            VS+6i6zZA5IMLfwASYDgC0TRJl2wfpmNzxIB4uIl1/cYaewv0w5Ph/sI24fOmrK5DFsll4UZY+Ut7EsZpltbxbBgD8zvf2dcSqeza5t1
            NT2G74NcK0QALYDgC0XRJk+gfpmNzxAB4sb//SLDmOxLBwTUBO//31bWRQKv8gqP/NghlAFipA==
            """,
        frames: """
            0 867 2806b102 key
            3600 245 393478a6
            14400 427 f3edcb23
            10800 58 de8b1b35
            7200 58 68a920a8
            25200 230 d1e76f1f
            21600 95 aa6b2fa1
            18000 61 b0251e64
            32400 169 83b856d8
            28800 67 1fbe20e7
            43200 1158 8bf144e9 key
            39600 97 a7f93369
            36000 60 f09d1951
            46800 156 8013482c
            57600 231 09dc7327
            54000 63 72911ccc
            50400 54 b04219ac
            64800 145 6e5141df
            61200 45 a3a21514
            75600 289 62488dd9
            72000 108 0d8c31e6
            68400 79 44852ac2
            86400 935 d139d6cf key
            82800 65 af7d1da9
            79200 37 30c81177
            """)
}
