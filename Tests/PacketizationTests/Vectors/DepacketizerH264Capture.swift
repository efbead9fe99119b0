import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of H.264 of two slices a picture, with B-frames; sets before keyframes.
    ///
    /// Made by `ffmpeg -f lavfi -i testsrc2=size=96x64:rate=25:duration=1 -c:v libx264 -crf 30 -g 12 -bf 2
    /// -x264-params slices=2:scenecut=0`,
    /// then `-c copy -f rtp` with packets of 400 bytes at most. Sizes and checksums of frames are what `-f framecrc`
    /// tells of the file in between.
    static let h264 = DepacketizerCapture(
        codec: Codec(
            .h264, clockRate: 90_000, channels: 1,
            formatParameters: "packetization-mode=1; sprop-parameter-sets=Z2QACqzZRibARAAAAwAEAAADAMg8SJZY,aOvh"
                + "Esiw; profile-level-id=64000A"),
        packets: """
            AZCAYA9LZqg3nTggWkcchgX//6LcRem95tlIt5Ys2CDZI+7veDI2NCAtIGNvcmUgMTY1IC0gSC4yNjQvTVBFRy00IEFWQyBjb2RlYyAt
            IENvcHlsZWZ0IDIwMDMtMjAyNSAtIGh0dHA6Ly93d3cudmlkZW9sYW4ub3JnL3gyNjQuaHRtbCAtIG9wdGlvbnM6IGNhYmFjPTEgcmVm
            PTMgZGVibG9jaz0xOjA6MCBhbmFseXNlPTB4MzoweDExMyBtZT1oZXggc3VibWU9NyBwc3k9MSBwc3lfcmQ9MS4wMDowLjAwIG1peGVk
            X3JlZj0xIG1lX3JhbmdlPTE2IGNocm9tYV9tZT0xIHRyZWxsaXM9MSA4eDhkY3Q9MSBjcW09MCBkZWFkem9uZT0yMSwxMSBmYXN0X3Bz
            a2lwPTEgY2hyb21hX3FwX29mZnNldD0tMiB0aHJlYWRzPTIgbG9va2FoZWFkX3RocmVhZHM9MSBzbGljZWRfdGhyZWFkcz0wIHNsaWNl
            cz0yIG5yPTAgZGVjATGAYA9MZqg3nTggWkccRmltYXRlPTEgaW50ZXJsYWNlZD0wIGJsdXJheV9jb21wYXQ9MCBjb25zdHJhaW5lZF9p
            bnRyYT0wIGJmcmFtZXM9MiBiX3B5cmFtaWQ9MiBiX2FkYXB0PTEgYl9iaWFzPTAgZGlyZWN0PTEgd2VpZ2h0Yj0xIG9wZW5fZ29wPTAg
            d2VpZ2h0cD0yIGtleWludD0xMiBrZXlpbnRfbWluPTEgc2NlbmVjdXQ9MCBpbnRyYV9yZWZyZXNoPTAgcmNfbG9va2FoZWFkPTEyIHJj
            PWNyZiBtYnRyZWU9MSBjcmY9MzAuMCBxY29tcD0wLjYwIHFwbWluPTAgcXBtYXg9NjkgcXBzdGVwPTQgaXBfcmF0aW89MS40MCBhcT0x
            OjEuMDAAgAAvgGAPTWaoN504IFpHGAAYZ2QACqzZRibARAAAAwAEAAADAMg8SJZYAAZo6+ESyLABkIBgD05mqDedOCBaR3yFiIQAR9pb
            uowSG6wSYi+ogzLo0p2lITMZ5eTbDXRAmE1wh9JrunzHwh573KBt43THiWwW/clajQVtn4qo8w5Xg6gEpcKsvyUUFijy7lKMSw5sJ//0
            Q5cQ9xic75UXcsohiYWK8Sux0kE1CJCLH9dc/H4PvBmFCP/J8URXhbo2D5P5URuOw/iMy3IsFtiJ0opMR5Po7Bv0Hz80YQte7Ie3/pLg
            dwd3SPq33ZNF7BH6+AXHp3KFprxf8Ny3sny41lCzfnU3jwQL2tZJW/MFE/vel8dz6+9lDS00QJoBkGz+pv2C4yP/qPs4aqsDYrzWKXJA
            zJ5R0n0RYlLpdU0KhEVq/vvMPnG7Crc0GF+oiFDt4CPEHGNCkurtIZ9Kyv9bv/o0FtiRaBhgHDJsAYkk9fowRtKjdPP//4rw/C87sYVy
            +XcUiaKD7EZp4qGkjRqMivHE4k7tIMnIQXPvXAf+kjuD/BaYngNdNSPwOXF19YbhKUuLy9vg9NBt4pP98ydwa/dXG9UBYIBgD09mqDed
            OCBaR3xF7Ww4U3WbjlgiNwy//LORad9eshneoLnUHNmCfsqzi+reRiDgfzcTZoXEcIDCN4NChG6tjCXnuflnLsHwQZlePNr+Iw/cxbEW
            IrkmTW6mbILuKPWbfZikEyKhTu7u9MIo5V5GBZ0g72rKCiDhTsBVcueHC8kXXDH3LndpaCnQjc8uBfS0fVKKR33x6ZPpAl30RWf6dufI
            nUB3sZKUYdqEzN3BL/3qCi+Pv8UiDImsHg5ACIxNapsVy6+TeWtkrvX0REaPSuXULjhD8sDbtpGlHrWXZm7B6xp/gWAqvxjHy9wglYrN
            OwTwroAxsflv0B4f98i9QXdRdmFoZsiIs/UAwWResWvvvfNcGVWapBmzb1SGVvFqkZKgXBrDxcNeS7NACTRQBszWeLgGBtXLIAvIJNSK
            5Srmiu/X7sRtpTVjCd9mNCGzmS7NEOEcGO+XhtGZn4EBEoDgD1BmqDedOCBaR2UaIhACf8nPuj0vc81QK7KXkfz12lgXbBG2YwymSJVM
            mIit5epzrRZX51WqCzO6qDhlE+LqqMzX80kKxko40v89kfq/YSq94ODZ/a1qvfNaHTBcWhozS+T2cOQmcegLdg2yLifx91OZJazpGbM0
            cSgPomv1oqPWQsppEkv6qEpwTFmuu5jDLMMqO+bMRLgWVtrLNtzSHbqhyg4fCjT30M303j5cUILFhx1//2EPpbkwCPfNg45pHXmA5G7J
            1QAkPfxpE8s0nXFKz4jQngmEhB+IyiiaC7l76dd0CdeI0UYQkr3N0u8eEK64H4V55Um5Hqz///jlHAfjnA7Jtufehf/65pnPwBMA/IDg
            D1FmqGHNOCBaRxgAr0GaI2xFf9wn3axJT+oZVWAPwdFB/xSOPx54+5NKmb5ClyQsoJREQkkcK17ArH7df3q8Rc7GqnyVq1+xwRwJxGxa
            1v34bzYKTFyfPDrAGYpu9lcDE6RuzDyMdfm+w/8mNd8jxhhKT59Zna9PrLCjloxytaiLCHSRxy+HaYeaNyuFlhnRPbPHd17nfdaHlCmS
            zQn/hFe9oKirvQtrj+Z1D918OU5e8wKphhGMrxgVmzAAPEEaaI2xN8alWFQE90bVxz9EgN+eeh90kM4P2crIlGdsi5wp7zaSgYTjmrFP
            KDjGOCE3s4UgP/SlUDmvZAB5gOAPUmaoRa04IFpHGAA8QZ5BeIW/+npaAOxf/lkL+5H39wMlvVegtANbD9CxhHbk3CqNkB08wDyrUGIl
            5g/kvOf1frbvDweT3r4zACxBGnkF4hD/8G/5cFQvrW0m+cxs86BlU4mxnblZRTuFdDOX22Ly8i6EEusL+QBQgOAPU2aoU704IFpHGAAZ
            AZ5iakLf9G0W9h8QHNFg2mSJ/L1IE07CgAAmARp5iakJf/Fxx3W+qzd4KEAiJF9tTC3FrM+Q8+5X/YmbaTuAma0A04DgD1RmqG/dOCBa
            RxgAf0GaZEmoQWiZTAiv1brvk8pkQc2HRkf+SyPi199Ids0uFV8yRBnHp4XGYP2KffkXUBxzMVlSHQJlKIHIdX20a7OolG9WyhyLZlgD
            PulahXLvolxkxcVNPLj8G63jCPxix+xTSlEINrQUFBul6LmonIXaSIflLyuC7mkVE4JjV8EAQ0EaaZEmoQWiZTAm/4RTwR8LdNoxRIax
            OJa6wBxI3lTrLfxWfz53qK69leyHRva49UiBAyPlJ7BqhhumXji5dsVGdbEA74DgD1VmqJoNOCBaRxgAjEGah0nhClJlMCK/2FHKdS4p
            blO9xxyKVfQBeVpsiJByUpeQ9UDiSIEuFBB8fpntFU0CWGHOSLmUoV41khp5k+g63v/l8Ff+Qa/5RQZLfbfYUEAhXlrhxXCkgBZV4krf
            5XxCiGz8XCxQMpC+NgX84EnmqmjfHCkiNbudwO5EX9fA9VA590bBv1kfVAtpAFJBGmodJ4QpSZTAiP/zL6SetjrxX31zH3LjInVc8wuw
            lhQLalVnbiWJA7ol2jbl4CaLtR2Z5U+VQyrOVmRtPBadkxvbf2ioQuMDM7QGnD1UZ0DhAGyA4A9WZqh97TggWkcYADxBnqVFNEwl/8Wa
            tDCT3U/8wyMK3+aOWxR8GQVAnArTzmvQDp11xCkSzbgP4V23NQbV503ZFayn15TsYVcAH0EaepUU0THf/kFJHPlnWk3GWMdUv12eHheD
            rtyyDEEAZoDgD1dmqIv9OCBaRxgANwGexmpC38rE1N3/+H/wl0ukJC9B88l4wkJw+wH+wugAPorCGKUGL32pBN27rhvH3qRNxgcjAo0A
            HgEaexmpCX/6P/Fy0S3ZfQ7Yph5MM54dbXhGBfq9vQGDgOAPWGaoxD04IFpHGADaQZrKSahBaJlMCI/UR7X7XDgHr5YWXyrYEGohfN7t
            HW+oFKSKSH3GVzjY57gIwoxA3Vd+by5utzDCEBSsOnPBgwlcevY95kDaIIsSjFpck8JgzDmUZcI17OH1LSx8e81S/IKqDnySaC2Xyojz
            4N8zimAeq7bwT5xTY5bhQmzfwfz7k4aOmkwMZl/hWj2UMJRXvByEeyph2ae1HgkxfSul35DTcuOqDzTaFJeaqWlLrKpVLahzCRcovJCd
            hNhE2osa4UEecjAFgRAPNyiKsiiF13CG4q9e1KmV7v8AmEEaaykmoQWiZTAjP/ODqsdxc/wV8v2a0HAwYjtt1EOfM/Fe/h3Hzk7IMddd
            tMIXXgmHfmdgOQXpHPijCtDtCUJQsBtHlI2vLHEGG4Ra573fOp9zEVFDLVmdtwZ0nEnmT7UvZ/ixDTPI5JZ67p8f/+tGnXwfIlpWHNQX
            stUIh579hXa2oWbCocxz6O1zHJqJYK7yOjSJxKN4AISA4A9ZZqioHTggWkcYAD9BnuhFESwl/+ZMng5m4akGYvXcUQt4iRudLFnauYya
            bDeJPGfoo/jpd36fl7uM8tIgZ/8a4nOExQo6ht6oSR8ANEEae6EURLCn+mu3z0nF7Evjel/rRry1qPpRpDkWSobBnYTv4txH/gKS4x0V
            YPnVmJP/JZgAY4DgD1pmqLYtOCBaRxgAIwGfCWpC39DkEwt6Jv4gCSWOPae/eKTy6vVQlSNWbztdYYOBAC8BGnwlqQp/9BGBpHz85wCF
            UJ4LRo8RjznysCZkgXxIPE7mqhZd1nIgyWt8xQcerwB9gOAPW2ao0k04IFpHGABBQZsLSahBbJlMCFv/gfj//nbUewcN1bSq8k/rQkS/
            ad+aftUjJyEtt8k3hExtC7qAq+cNrebx1G7n0VtonZIcQPAAK0EabC0moQWyZTAhT/riBRBHEF1xvzRptIndpyWI1Bry27wmeUeZchOs
            W4AAL4BgD1xmqOBdOCBaRxgAGGdkAAqs2UYmwEQAAAMABAAAAwDIPEiWWAAGaOvhEsiwAZCAYA9dZqjgXTggWkd8hYiCAF/T1mbnaRyh
            s6SZd03VRiqsYMzDhqccYL1XkA+W3KRa9VMrA6Wwpioe6rYSoVYmSUGwM2bcYIvZdNJpQyMD6sjpi1NdXx63F962sfd+67Kuuhld9hz/
            QQoUQ1SYT+X+zzGXKjMslvM2OxPL7OQUMcgdjYEI6Ik/bevnbC8NQdrrrxj+w+9Rq79W/KdH5SYtYrhgE9IbbEBNiHaNMKiuYufSzGKS
            vthI6suQlcbpfb88X86qCKw1uqk6GkGNxZP+Qu+LGCzDRB+AcbKnoGKxy14JI2R/Hl5J7oPDBt+7Pyi2ytcfC+OJWD/yM7S3XIfZPO96
            AnF7F3LFCjOUg4yGh+OJfK0/36Hj5Pm2BVPwiARsxwIJ9lrfXFntu+r/zLIp74itrbl0pO/ZMrYcTWKcTxgodhfeZ0I1UxTNjcMfjseY
            uajvEhQFtx6voG/c9e2pntpVbOqu0ddwnQlIRYDSrdPvggo0Olzes6RzBJEQhxyC8BNmiIetqMupNXR9HdYgAZCAYA9eZqjgXTggWkd8
            BW7pzRtFuSpskE61Az2R+Edif8s6iXfGtKUsu2vqCd1TeNGo02+UksRsg2m2UhTBJlaijWKNU+rWAMiGJo/3nNLpl+mDvICrnlYlcFfO
            hbSr9NFgVolCzvVzXBdQHIBCtUk6UYiELtvXl8r7J9kfayDGvkdnD1SzMpnJDrtxhA1rLd7yj/WOP3UXbT+CemW405rE+kviuv6Gos4I
            f84sQj7dxtvBTrZzg63BokhboCst2d6AFqY5PCjUvTmC8C8vI1Ut0dCZPVU5DuzmrGs85x76bLmNiiaWW7GjepC7ALpdTAcKAFDgWgs1
            n3lQfmVQcOu9BHFwv/QlaEl5vtXC4pcnWnRRvtG1tKy77fsqUrRfySjBBqEKtLHDK1brSwSTZ4HT6edXPSkAYLTnS2DZo5Aie8wYn/5M
            fL2OjjeR0jysOi8JIDpSNdysum2FE5dVe8Cg5RgrToayuWVpc7UDSqJcFZtyGeE8f0JV+8Z7uFgg8cMja8C1E49paIVq8dkvJ2IDAJeA
            YA9fZqjgXTggWkd8RTmJYE6N52TMpGGI5eKnNPI8ONzuN0mQyfyInRN/xns7kXGeEh47WbhF43sm0hs/poiTn2JdTV9kqSXOZXekAw7M
            QjTk7f18qkr0o1mXdRZa2oS4/NCbB+YeiRF3e5bEtUJ9cFLRcxB1UCOOi22ArSMijet8IYNAQv6lCeMYER4FQV9c7oL07UuAAYyA4A9g
            ZqjgXTggWkdlGiIIAN/KgFDFF/R2b8Wf09Ze8jP9w3fUWW0kLOZ0gVz5mW6k8yDTBYz5Ey6v0+ccFfzJRFT1liU7y6qEJVHH5Aavh9lM
            wBDSY5G3OOFID3MlQc1TdH3sxaUR1V/KS/Z/m///jDyGjuV9bUHytvmvCtILbJzifX3LmHkeHpIfio5FJXFw9zEC9aDV2EbUHStx4tv1
            OZySf/MkA2rUIJP0q4swpqUYRiu8owZkd9Pbs/tZpkQ+1DN7enRAXN4+6c51kI3E5+ysQO40NMMG7aUlXYCkCHYQzp/3AMPOvxklnwyf
            Y8P/7Zks62iFSJgaq+0ncD5voYqW05jIQJJDQaHPP4w+Rb+wMDAbx+1/HP0GJIn/W2pwEcfKoxvl1CSD86vXCoBwjXHI1GqdFqbpL1+h
            sEQAL/dyVvjn2dJ5HNQTBBRUp8D/8uYLlubBDoSJ+1is9IbfX2B5+Hh+fJ/oLN2qUfypva+0yqhR1g2JI/9dcg3xcZhnRXeg7zIfN57O
            s4AA8oDgD2FmqQqNOCBaRxgAj0GaI2xEf2DRd8Id/6p7reA1qDkY/qyN+lzNZYNyYAf2BdaD6hgEc2fsh0j3iABe+/M4TAJe724/9KqJ
            +uUmwgcIRl2W6DzWVVGC+siBYoulczueo4stiYmDHZ5NN2xznd7k5SOeUv2BTZ1VJyU3cQkrPx0uBcpMtfaX2D8sfJKdvXOWGBv87FeP
            MTbrUrY/AFJBGmiNsR3/+tlVdfLLWWAVduL4pYz9vPyQ2Xf8HDblha6Gs2uChfYsAq3zJJgc7+MkuaTsF9aFXnX+qH/bbz4Ao1pvTf1N
            nDRPcf/C0zaqAtcvAFqA4A9iZqjubTggWkcYAD9BnkF4hb/NRz/2pXfutIqZE3ydJYBcorCBiVvbv8/21g0KX/NnAPSqI7kAVSGm0Hvn
            GWeztjuZP0A0E2UuZDUACkEaeQXiEP/5OrEAZYDgD2NmqPx9OCBaRxgALwGeYmpC39Dd/JG+j8a4rDV5MIYNBEQRSl3SqKH5nJEnptLr
            JgVS/5qpSEkkTl2BACUBGnmJqQp//WKq/HwXqEaqwFvBt+0uLcz5dtLJBdNdbPlg+EURALmA4A9kZqkYnTggWkcYAH1BmmRJqEFomUwI
            j9QhL2X7w0uyFcoBEvVckHOFidVtDFSUjwlWaW79kK8SMXZfQ1SHgwN8HB4aVzzS4AWnhJf+tlbmklTvLXl+2sC/Qm/Xa3mIFMU8/IR3
            3Z1qyxwDQ+9JR6l8j/hdU+LQwk5KYSJ4JVpZ0zmihXckNTKV9QArQRppkSahBaJlMCEPtaKFLZ5dBSDd5zLU5MiveDRpNIqqjyjip7lp
            f/Pc+wD7gOAPZWapQs04IFpHGAB0QZqHSeEKUmUwIr9vvO30t3OukKN4zGKFjvfuqS2EnjO6Q8+bhmw5MtUCNBhRW64Q6Tjn4pnpmOmQ
            clwaGO7oTP0leyWYR/9X5VPtW43+CjvyvH//cCJ/aBT6bbhB0pUuUha7vX2MW+FD/VWphC683Zax9oAAdkEaah0nhClJlMCEP/LgCll/
            Q1I6fqOuny5TL60wO3Jq+tlqdiZnpvqF6nZUg5WjkrSgIfW69yuICVodrKo+bk4oe8DXtAPxYsGNrnZYnuIeOoQ6DaUIp43/8uil1fqZ
            +u3wQuS9Fx86rmxr8AYU2oqrhrjglHwAloDgD2ZmqSatOCBaRxgANEGepUU0TCX/yjFCG2NKZf47qMdXMOQ3CKPTUc4acZ5xJEdV3iQ7
            +RlqVO/8XNzxEeQUqdkAUUEaepUU0TCH/nTPSOho6Sw3468Q0wSRZ31InYcZwk//+2vdP9K7jnchHPpEGz/4o7wQz2nkrnfsof5So63Z
            IOOua8ihf5I2ftoRdIN7ywxa7wBbgOAPZ2apNL04IFpHGAAuAZ7GakLfzRElaMr/3KYkH95ky8aXp//e41/P8Snf47xEmh+wncVwV/IA
            A+BnDQAcARp7GakKf/qnwYKcLm8i//+VUCAisxHXw41o4AESgOAPaGapXu04IFpHGACCQZrJSahBaJlMFPHfhbjHq2ooHuksOp7cdbHr
            7UT6+MTSkswggy9HNqJ6VJ7jCg38JgyyLsaABmS+srwqrgKpuhCjIH6Pk/UK1PzcY9Rf8tir9id2klLRrPj+rNx8mDm19w6LR3L4foc6
            4icolhdPl1//73EhTPsV//NTwaha7cXs8AB/QRprJSahBaJlMFPCH/Le/2g2+vqadP2MKo2EmmuALVNdmH6srd1hqsd5LYZoMInVMjUe
            LxT1uRzEzewQusNOkLLf/6zS9orIbM8G8tgASWr24SzX2CWdRdQhzWm+NCPvi0Ddb+Xts0tTpFxU6HUyoWQtlfYbSbGSKYQUfI/l8ACY
            gOAPaWapUN04IFpHGAA7AZ7oakLf00qe+ltq3+A1T1qm/0m//GXISU+aJ/+6rqc3poSe7LyhCJpfSVPCPG3im8LVVg//vGr2HHkATAEa
            e6GpCn/+rO19FBGAxIBWBZltHMPj+wJAG/f3YUUHPfEL0LwHf73LKIU1SzDL0f//6fO3HXfs9LSIqlNR/DkQB7xgeSPPqVez54EA7IDg
            D2pmqXsNOCBaRxgAZUGa60nhClJlMFLC35F3v5iMpIL8LKH//iQ7ACsvoK2QapKP2icg6J/Y7/3x7Lz+6FUj/c+qj+orqyD0HRB1hnt3
            ysdrYEikKKGRQzYrmVK3AODNA7rjaPzvafACERcWJGPi7cagAHZBGmutJ4QpSZTBSwt/9aWYzy6ZeiSXlVSzK73JCStV1pAsVeuDNjxt
            f8Zf0fRINI4Toc/0gkfIjQxu//qD6w/gCbMf9X0ttNP4bu5zgjUV5ixkesb3kNcwTKG8m+W93kvTSJd+zbUXat8OP4wf7vlZjd8miXeA
            AJaA4A9rZqls/TggWkcYACkBnwpqQt/Q3dZof+xeJI9kljSX3OtRHp7MZ8N/dZ5RLRNkwcCf/vxIvwBcARp8KakKf/6uq+0HIg56dr1v
            yx3fyaFvMW5RIAuLS5ff/Pn/4aGIMe36UUAEfemezjWy0kcoQF76bu1+TsvDIYYyK5RuPYzAksftlSA24q8f/M7Nq3XPYI8tv8EAL4Bg
            D2xmqYkdOCBaRxgAGGdkAAqs2UYmwEQAAAMABAAAAwDIPEiWWAAGaOvhEsiwAZCAYA9tZqmJHTggWkd8hYiEACH/2+GVvcYDcqBJ6KYw
            WJ+sW7pIRdTi6NEZT/RQSCcvFqB4XEPJVaoOpDO+lBIpZaKpGJMH2OjXJ/RoONtz2wtbd+QFIfS+XLEPXag32zz0hv5zhvVBXdpnzcqp
            WjVJNuOQR2TbVXcCUi5296XRBHQ9wiH3FGquvDcyrp3Mw0RP3hVs2Q9O+AFrck+SUX6P/8UHuDHYP/uaq0af/S49a8WAEVl53fM6V5k5
            lQYcTy0EApif5pRtPyEMzXb4Jk1kyjU4F0oUKrLY6t5BbAdHudUdaG9WAeJQ8aergp839/VB/8VGd8lXFCd0Q+i6nJT5R9AwfDxQaOPI
            aO/GTgZfKTBbuTe3I+IZApGRXD8zMwLSRt9rW2qvloX9PH0oGEY+s1SAnDX2vK14GRLSUxwZXPPLEGmrJ6qiwBvILGiqENl+iQkP2j1D
            v7Ge4Qm8AM+oEZdrR+Wpbxwk1fnP7FjIszJKEFGehZWBSWuPPqMXLlWo2BDpQH1UU1ZAwIOhVGEGAP6AYA9uZqmJHTggWkd8RfVFWf1R
            hXUwZf+j4agODHhZRpFiiSFXjK4Bp3EsHcLvBLcXWLWt2NpQ3nSgbLuTrEgaDAhTlI7uZZfcQIflIiDBXvikl2KPTSuAHJ1izhQXUUWJ
            hhPDV6X5W8Ytv7vRQOkyYqngzZrKAbaPh1EJqIa9Lch3svv0AQ+sydbWYq9QwvW5Vt6MqAiSzLyEH/6LPxWgAITO5iiw9t+kAQ+ShERR
            CFM0dhghCJYIZC7TWv/g/Yhh3ktpvwcZhQPAizgTuzeXS6S1tOM1qx7h4ahbdWAb2wN0UwF60wziXt4EJhjB/26vNfZ1TqhrfeGyPYvO
            gQGJgOAPb2apiR04IFpHZRoiEACH08KujVdw1gK2RaoNhJzH62HPbHUE7PUCqhI8Bn9vUV2D/UUx4UqDeHQvWuS/D1KMcOZyue5RBxYp
            CRXa5A3889//Hxo+SjJdfD0yGI9b3eebYNhmrGRlPzjj9E7mb/XAI7WejJgqmBLbQhoZ5kPw06M5HCjv9jv/0RemCmVicJ4tkw/4fEJD
            xQq4goU6XsXpiwSMPuFBo+ENOnJjR9E2Eb+I0nC55ZAuUnbSvF7lTFmivF3NkJIrzJfwXRRcN8AJwqLWsbCHbny2ONP/8HF/gpIC1SN7
            GXs7//Q13ER22+gACFndTjOe6W+CQUA9ZuPMoNfw4/wi3PRFehQSvQZwUOmnRFsP9xAWY9YFL96IFeqZaPjZ0FdPlEwLReIt9j79Vjcv
            DqMKIWdLB2dXCnisVtryKSinUu55exynyhivwy4377bKlM0ozOx6ZCI5DupMEyiDM+eAJeK3gC9Czy2uzo1iRNa+MnDZVuaSAAB7UpDs
            aK9SAg7t
            """,
        frames: """
            0 1677 091ee8f8 key
            10800 243 46b972b5
            3600 112 9c0e366c
            7200 71 dec21ea9
            14400 202 a10d5da3
            25200 230 8bc4691f
            18000 99 7eb42c4e
            21600 93 23d52ac4
            36000 378 dd44b607
            28800 123 06b63d9d
            32400 90 278f247e
            39600 116 1ad334e5
            43200 1302 00bd93cc key
            54000 233 bff67409
            46800 81 e729235d
            50400 92 6bce2ae5
            57600 176 aed7502e
            68400 242 d1a67a95
            61200 141 86bc4455
            64800 82 5aa32761
            75600 265 5e578b17
            72000 143 e923482b
            82800 227 be7473b6
            79200 141 6a10466c
            86400 1016 b7e4e714 key
            """)
}
