import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of AV1 with hidden frames that are shown later.
    ///
    /// Made by `ffmpeg -f lavfi -i testsrc2=size=96x64:rate=25:duration=1 -c:v libaom-av1 -cpu-used 8 -b:v 40k -g
    /// 12`,
    /// then `-c copy -f rtp` with packets of 400 bytes at most. Sizes and checksums of frames are what `-f framecrc`
    /// tells of the file in between.
    static let av1 = DepacketizerCapture(
        codec: Codec(
            .av1, clockRate: 90_000, channels: 1,
            formatParameters: "profile=0;level-idx=0;tier=0"),
        packets: """
            AZCAYAEKo+Hprb9XZqdoCwgAAAADLf/Nr5AEMBQAIaBgAAhCCCsg3UoaKAlM0W40uKXr8TIMfZmYJUZhcIL4b4zmQ9NVZ2TQEDSSG4Nt
            bMrVtcJT2tsRczeuJ9w27kE0Zg2JNVNczkJ/xZOQsG+5uBvSByHt55/FmotSXFlDg5m0hzIbX2fa5BwKpQoLIPkYm9PSCseoamEFvh47
            +NE02qjvWw8pbIAQt1ugkQWhySi2mBMamS6wI0rV4Jwg0LntM5catTD51+rVvfE4g+Ci96pm+7zp8z84cLx6GvXQlP+tEe0cA5M8eM0W
            OQaDneG/rOtALkPylFjleKsfZ9w3qodY70eoUV8Oety0QhEltwYb4pGpj0Nx9OEhsMu9EWlUb7hxghccTic8HUbEl3GGR4ViWcQfD9Lp
            SlHXjTwlIToF486veS0nFyZsl4X4VE74MRaxEBpT4KPVzEXWvaEEdWhaYP/6HN0DGFDpa5zuD+ncsL1gelhXA68IBQ5rVqSC8h/vxkM+
            wRAkqClephM/sD7uAZCAYAELo+Hprb9XZqfQioieLUSbv6CbP/+ecYrkuaRmypDRkVNEcab8/V5DehSvCB7BIP8yjC/pZUD7PbopOGB+
            w2ObcCgSkFY9GQ0bKbFnONjuHNvUBxoU+trIxasNhTdBYvPKp0RoIoDapOIcnkVTvCrEpDCtJxZmCDkrjooYzj+Mes0Lzf4K/q8cncSy
            TX+Sn3ie/tm+lyj9M4Z5KtOMWO/wRzAHhqYqAaWrmckZpZVdWAiAYJOt37D92fAIN5OBnHzinkkswxBd8yNg74Yn8KNJXBjqN9E8JXrD
            ZBs96MAASOhwndCsncdIv17/Dt8p66DBGPrSFJbOJ1pBV11wgfysy/wCTrtP0LnReXVXmfl6tMk3LTzjkNCU45ezOry5WzvHInK19bL6
            j2CtXKSigxl9NCQhk3dttQ0yENowTK4UdZKejuA/BZ1TM8zHLZdrF8kVtgUfSUO6seHAuuo1BOrHssxph/MICro5gaov4lW2UEIt9nMP
            Iey8KWGje4KTVR3Yv/XU7SVekl1VgM6vALaA4AEMo+Hprb9XZqeQi4qb2oFa4+vzryoNtjwD2suCsUmGSd/Kp+kAekNDBnRTLvDlXQWz
            QjwLz93JHS6SE4eFmdx8AfaMQHRUUUNwlsX0syvOEPH+PBgms9zKU+joi4qXMzgThqsyCq8Bv9xXUHn9C5zzbrv8THolz7V313EUA+J5
            /r169jnp0d7N/h3u5tG94qfg7Gq4b091WnUWgg0Fj5epi7iSz2aFWeVMw0MENkdaSqLfsAGQgGABDaPh972/V2anUDApBfAgAAARp7Bh
            BAY4kuuoAN1tVtlnhHOyM96Pk7uDZKFBgBYy9zCI1X8QndvT+tj4vgVzfFCShe6fO1yfbvoXOADOUx9cPE8cPVchUsmrcVqYFJYNtiE6
            LYLdaeqsaeQPoFX+gkqURjh4kh2fd7CoEPIF6KMRAjvUlmswdM8ILRDE4FJR0ErrDEgsgNvQLY8TFoOvXFA/ncFsO+/5vrrmHNwn0LX7
            umpQVqVW7rSh1uoCfIQmvOfAc965VrjxzH1vdmbzaS2bpISb4VEQ5HbupWEGqoVP7/v+nppKBb9L7B+mep8R4zhrffnSSyZuuJl09xvQ
            gOJzVhwnWawm4u6Sv+ZQMvvJQO3q7fFUqQR4oTUcHQ24TY0G0ZHJf9n/vlRszUNXk93NOzKQlSsjDoDTg/rCUT/JphOkWLbvivTylH9m
            s4loXB3RxlUSDZ+Jw6i2ixY9kV/pk3L5+prkEnyyeibPpa76soV4Y/LVM+NxvaQV27cimuvfojS2ZotifId4XAGQgGABDqPh972/V2an
            wCd106KXLNnjCXtuch8m+Y1MscOKNwnFNqF9UMHJ0zXHU6ck83KY0yC2ATApAvBAABABqKBgggZYouC8AN2gp58DHmer7+iDkcR2NfDS
            UcquEXs2MCA4bbkS3aGDYFuhFPe1bSYD8sZQ3is4VreKXkaDKqpoKd+ae4kO+3XnflzbIEy4gnHvZVh6c7rWxqbrtM0Nma4SN+OqxjIB
            741cscpkEdj6chdybk2ONYABb4zNnMvXTsgA9Lxh26KL5w4XuUzJaKhVaDO+bsSRlDZkHBZA5MwlfYv8ECen09k+jxyAeTApAUCAACBB
            qSBhBAZ4ouC8AN0yCeIZUqaHZcRoKRj5hCyfzs9FSwxSXxWHpvGqpnjJguTjLwxqQUEy4EvqpB26dZ8oMxz/LXReNsswri/CbCClwmuR
            TMQAsEufd+636qaa//3rQWGE4lXeR66FVcDukmha47FvRXEoMDIB4gAAaINSwAggZ4ouuIAA0A5RStPZuRmtKsqbUJA1nNqU1R2bygAm
            gOABD6Ph972/V2ankPyTPMRXEwJSYZW9kFXpnxfzFx9PVgRzUZ4AD4DgARCj4gXNv1dmpxAYuABdgOABEaPiE92/V2anEDAyAyQHAECD
            UsAIIGOKLrvAANsfb+JiuNn++lQIv3ySSgNg12bzYS4hkgwQ7+5XjCAZEAxwyRH5IG977q3K8MH+C5jyfGOO8i6KVGB6X0MgAGGA4AES
            o+Ih7b9XZqcQMDIECArgQINSwAggZYous8AAysOKYU//7ZEV6Cs7JVJk+9egTGzvmEe3R7For5qcTGQHHxDYWUrytV8xWhuCwNVfDn/9
            eqtQhMSfm+cb2zJSzCmgAA+A4AETo+Iv/b9XZqcQGKgA4IDgARSj4j4Nv1dmpyCIATApBEgC1DhBqSBhBA5YouucANmAvcrcl9VMtylF
            uWN9SkyFCo1U5QtkHgiiWyAgaSuBqottMx//2vzrDUa3my7oJxDAqpJjizpun/VgeTQBYDZT0zapuHOjeAAMGveLnb8X7qej0vX24RLC
            dqMNuIa2bBovNxWqH+s0NTzKWcBrYS6FAv+SXWAwMgYiBajsg1MgCCBlii67wADaYaefx57yrPOjB3jYJtCDdOnoJJvY8DzHT4UPSBmA
            KxV1KAUFvh5aglZyhMZo19a/kwvqOyK3AEiA4AEVo+JMHb9XZqcQMDIHAQiw9INTIAggA4ous8AAwtlM9oxNLgTOMLn98dfFxizGWuTU
            o7vCiXeGwhLPNxxByx1ugky/XisAD4DgARaj4lotv1dmpxAY+ABbgOABF6PiaD2/V2anEDAyCSQO4FiDUyAIIAWKAAvAANrwsr+ukr+F
            PSXGpf/ucTsnrRsuar5bEiMoju6pQwncC0gU7adZLjIl03H7o1SiYgWLybZo0WTV63uUgAA+gOABGKPidk2/V2anEDAyCggL2IiDUyAA
            AKLrnAC8kuTrJ9v2ggp+yVif2cDOmujvveqwIqkxNbybFp+iLOAAD4DgARmj4oRdv1dmpxAYmAGQgGABGqPikm2/V2anaAsIAAAAAy3/
            za+QBDAUACCwYAAIAArcTBDf7r/cuB1QIdkH6PEhnuFmYLrETAEfIrF8MdwdTCAWwGXNiTzNbu5k951dcSphjSMn+fdK5aqW6PGsVYjp
            2XQTXke2R4sZsCkkWl7ccebq36R5CkPrXKKfk7XTtavw3CXo0zOGqboE0bvVKygeXXszqyIrTChxDcCL2Ij4vq2IUfS++LkQBaEK5hPB
            wodmCWyOUx3nDxs49Ri4J/rjQZymTMfuJMSvcvR1AAERgwWsHgqF2aIX8lP2DRrtmCDhEcctw4tsFJWjGfPIOLqp33MnRtbiHiM4zRhZ
            10y+X+bC+lK2cUjci7MUGrYKegKXXEC9LStCqecnRSgTsBfxQJQasz0Ve39PfibnyqDwbvSWA5iN/b4Iro9Re+Cd4QkN3nNtFvbwduDq
            O7GeqUaoT9agnWO6QenADN8KUFHydgbwWmQFGT4bTKQH2FQUnfawkwknVH6kXIUqZZFH1dGhP3vFJXPJPdKWLjGQ6AGQgGABG6Pikm2/
            V2an0OONGy7L3/yIPKgw4I67c3PCyV4W8yFoLD22utylEj3BszbGhkou0ESDIfCcL93vqBBFye4Svzp4dGAB5WkGeB4tB8BaEptMkYer
            bn3xPh07rM+kECn27qd/5+7jJ/hUA475SbC985HE4/ojN1DGpuCwxecBGiisFHhrtG2AEozOawmKJ+s6e85uA2T+q68tG2J5Ixz3k/Br
            HGlydfnZJlCSMAiBjmpMpEdZYV+isvIBOKke70F76r1fTwS5UGAlHrWzLljCA+G7ZLBi5/9bhUiFUF7lkvjpb8Cb16yQ8mEsSw7wP/9Y
            Iqq1Kux2LgbuMRwou8b7bNf6iqTthfiGNP5laM+nkzM7eoJwoGHoxUzn0BX1Mw42b1y6iULLZeahIe+spASJGUZiZGqSQ4QyKY/Dhsr9
            fT2bAD1G+zQFfl6eiXqcUiUeh8s16mh8BuJTvAOjb1jv/J3F5doeTWjF05kQc7LZJTCqgZQRMEtyUOO+apJSfeGx93aRLow8mSHyGnX5
            OAGQgGABHKPikm2/V2an0JVjfQOIlc4dsPAjiXs40iio6oMF3oOCtHgCk6noXpxghUot3sH9vUjG0T6T1hyM+rmY+oq9lXCG6UF15f49
            r9SmYhrKRhhRDwvtHc5OekZEbdHM3aF6vPzBPqUb7rSAdxmW6oAzvXDa3+lNH9ZYZ8khIoHL9DLx54wv2A5qvL7AtdXvF0TvSbbW77BZ
            fPge0zEewg1Cnsd0AywTyH2RufRnlHYAV5mOF8jrqPXZsXEKDur0kafifSTIqC2TyomXczT85Dfmc9oVy+M6b0aWE22ywpcVMwgKZUwR
            8mUh0IvUEr8Nhn6GpSLxb5EWVlfKZ/m7jiCJjxOs2qZEYCqL602S0hQNMqrwTBF/41v21qJ+tR6RHdct8FTnOZVXHpmupbMq5V0LUzJP
            VcNMLaZ98uQUcjZwQtKzPT89AwJQ5gtXn2RqY7GyYl6PQDv/GJdEWCWSW0gCxVUS+qwqwuH1NMSp6vDa/nnXnExNsZa99eX/TzHRDVKa
            8HvPdDQOaWcd96SeqQB2gOABHaPikm2/V2ankFI3X/5QZjGUlAEGX39sr+LTd78XDJ6ZBjHXsLsJ/EotQ6mBjS572kvIaDcqavoZfP7h
            z62qyZl9QtciGxvVkfWHdQZFQSZ2Bd7nJ+KjxNWW6cksL6q8gXhYMgcb7GCOUjTyoEIUpkIWgAGPgGABHqPioH2/V2anEDApBfAgAAAB
            qJBhBAhgouCoAN1vv1foQksNBJmNFegsfQ5tmC0tEHqIZsHhVdKpCSGGHjLdVMG2YdA4IfQw8b0t+Ho6wg36cLwq2RUY4Y5S+Ad6tL30
            M1Q9EJfB2cGznppr/TsF6H6SHgUejNtY/z5C7dXxr9b0q++fywKXGd4sOlhx9b93bWEViw54y35Rz+RN2Uml+Ij14tTB1Ym1ru0EcceZ
            3nuKX6O8R15nili9cMD63Ki8ot1uuzA37I1AkLS66tt70SeX2yxX3wQGGuES8UdIpsdD72sXgvYO95u/vD4F3xvzDclfM1kfEgs4+wx2
            a8bx6NT+FMsHm/okQBlE1gvnbl93WR5Mys3JSR2///C5UBJCDUYZaCNyYsnW4NsL+0vLxHcm6KpkQJ2Cmd67JGv45f/+FT31bG3sBXkP
            hNSoqTIV3Rxm0bgHShlSbQzdtvlSCy7aT2QV1674BFRpShk49D4D7nk0TfqeO15CQ8tbH48/esVmYhhcPASvM7poAKWAYAEfo+Kgfb9X
            ZqcQlgEwKQLwQAAQAamQYQQIoKLgvADbQqWeZJgZ00c2RQwdasM0CF5zP7tPwTxZvAbNtZks6DeKHBwiS2FanugBJq3AYfOGBcrmay5Y
            dvg6G07yV1a4LX/V4jQlns1f/eyV0H4tUnv9zJALLnc2R6pmaSTfU+slVUeZsYkTG4nWUu9RyEMUHB0z6DRO35itmac4juG0DtsNoWAA
            XYBgASCj4qB9v1dmpxBPMCkBQIAAIEGqEAggQoUXBeAA2tZHm8mXWzff06YvVUGAO5Vl1YfMw8CVwYNHh2PMpo6cVfYYJAN4mLdQToFi
            cIOCdg1L4DaukOX3mXgjMgBAgOABIaPioH2/V2anEDAyAeIAAGiDVKAAAKLrCACZP6BUNixuy5wEcj09R1z0MNEvnltJ4z7luos+dkbh
            2ndU3gAPgOABIqPiro2/V2anEBi4AFCA4AEjo+K8nb9XZqcQMDIDJAcAQINUoAgggwoAAcAAz5atWC0Puo6w6asbFUPzWQ3GtXGo9UgW
            tnYuKvJl3zFf1+ZcrvWTAWnTW7ouqPcUNgBIgOABJKPiyq2/V2anEDAyBAgK4ECDVKAIIAMKLgnAAM31BOUXgUd4E0k9JiDwlnefhfSY
            o77JF+CafsIT0mwc+X9ba8+31i6AAA+A4AElo+LYvb9XZqcQGKgAsYDgASaj4ubNv1dmpyBdMCkESALUOEGqEAggQ4UXXOAA2ILzTHAL
            8/PPWTBhxPTJ/gdINBfOEjE0F9eumLGrxSOlzdN8iYAyLFd7n/ZKXSnDhzG/MfYEh1QIMJ/rI4+QRmNw27Gh41IGVaNuMDIGIgWo7INU
            oBBAhwouAcAA2o6dhErVoPrzcHnJTbBbpCnfJJb6phJoqklDfxYkqejAhCEeW9a1v7GXZMSgpEM5oNqrmABpgOABJ6Pi9N2/V2anEDAy
            BwEIsPSDVOAIIIUKLrvAANoTwF5jkCyyTjeOCaq5i2TSG5CsD1kGdMSxEJHI3ctv9UiOOo0rAyd5JlbcEITsdNvDwB5vrqGYba2OOutu
            Jv4HpCi0EUoG6YSgAA+A4AEoo+MC7b9XZqcQGPgAVYDgASmj4xD9v1dmpxAwMgkkDuBYg1TgEECFCgC7wADZS8AtPUJ25L0/90TFuQ7Y
            oPOnAN0M5+KAQNC2Lrx3lD5446mISauNBmdpbqHR2VrFEgorQWcAUoDgASqj4x8Nv1dmpxAwMgoIC9iIg1TgEECFCi65wADWxuxTcUGK
            KXrBhd5eZCpsja3pLU31q5QOfPe/3azpL7Fc7WRWs/kjS7tCj431yQmtpgQAD4DgASuj4y0dv1dmpxAYmAGQgGABLKPjOy2/V2anaAsI
            AAAAAy3/za+QBDAUACCwAABAEFDbcVjR0F8RUoSnLCUF1zFfYBN0v0k7nUxHbrLTXcckb/3vd+rzIHO9PDkpVpShxuXvJ+FY8xrEkYJU
            U6Yk7EpqAH4oNT33LrQTIEscRG6wk5de2LLivvbx9bZomaKHOGwEdT8zaxC06yCDQOxkvkvKkIgx5Jgf3VeDEjTzWrmZwyQoNZ1CCTmg
            utRs/+XYJqXxYskKRGumJrYPcELaOGMp5X6R1nBq45hR/frcxvk0ZOJPyET8wENLxlTN8VIyeihu1/LS866Q4idIqE/27ozMPi6tetmq
            J5WRs9FhBhWe7D4EY+R1x//kHMu/Tnqajod4KWsdX4VstnPhscE8Pb6rE81O6d1SwC3tCxmOKZFl7/0bt754cOApwfqoWjJlmzBo5ctg
            Ai7I7bVlNSly82uFD7Zcn9CrD+krYO5V7XEmn3bGwpMFdWEAhwnzow9k7ek1FDNKfMX/s/slDnG4p0dVwuV9XZcgtc7FjBMEfwGQgGAB
            LaPjOy2/V2an0MFhcgEB6Gn4jtfvFEpweBEeAteRihqFP/2qDuk85W6eqriiKi+b2TUf1fgptJ1KqCTXpCSvk2NwiRBbtjpbyjE9dp83
            LQ8h2aToJ+g/VrQh4tyfW84ydLAwA/GUge/3W8jxMfgoAawoATeoC1b+C17RSDkGqbWySwtqqkOPqCK8JEgG64Pgd15nq2BwBqfIEMJN
            pOuoFWB1PeJMEekO1MI+aURj4RjDnYOu7+5yEqvJZdTGPnBRvet9Qbt4L0RHqjFS2z1CjRV+p/Gu1YxIql9k36az6q+kWvh4vaf07cOd
            y2UHpz1F1m8VqwGTpnKOKv41GB4ZB5nPpHdbqmgYYH2GWFVkOzPLynLfssttzMYy5+Q1KOMUo/YhwRbniShANQKyZNd0V8UKejaaAm38
            vcQ4wq3Dtrlzmp+wRC+2tLuOCij+ytqWFyYlM5tx7DlLJG2+KGq6FwG8KbqP9ycJ8hIsd91nONp3M1ZrY4dptnIObUJbnpx6mLSSRtYp
            JTIChWL5KwGQgGABLqPjOy2/V2an0HB4cczAVllxC3LX6EyLoGG8CYVTADQoGyQ5znVPJi5i3VPcCcGeOHc47VmatCc3rO2fv2WN3sWu
            02G+ICoZZjhmBJ2P/VPOdthA8X9Txs0DkQUHIGeiTLewKPSWUwPgqAb1R9fPE2wn7/91TLWYrpTSVLcIH6nLGzm7AGmH3Miba6hGxWDp
            WgOJ1ik6c2xx3VSDhzyZQbzJTlXSfsX74wc1zHTJaxOn8ywD/7XfEX3YyKdJCdvSJm1+GPsnDlb3sdUsjdBgUPA4v1uwtdCm7k6b8P0h
            2hc8jeVskq091RF4D88ssHFHpiR6sMbfGIB+Yq0y05aUWZ2Vw68RYDb4Jgr8ljJ/IEsILKOtGzLWg3M6xVGEqGidgkYwBVJ73TQTwvcx
            IWEmqoInu5LAyk3lIDSgHH0aVJ3un+yJkc9iAG4mQMmQPs7Oj5DCbNWnOVEW1G1NnP+6kPTxAbUDHIJjWuqjPA/wquXeYUQ/jRF3KMGs
            6c/VufSW0b0jJCWtMklz+/w6ugBVgOABL6PjOy2/V2ankN5yGxRNN8cRxVOcDXUVSoCpxnJqlnbWwj0DnAs9rD9GFjCqLPKYOPVe/0uR
            fnRsAVRgF62ZGo22R8IckV6MrM+jZPwFBf2wQA==
            """,
        frames: """
            0 945 a91bcf70 key
            3600 800 50858bda
            7200 3 010800d3
            10800 81 5bd02420
            14400 85 446527aa
            18000 3 00f800c3
            21600 212 d61d5fa6
            25200 60 107c1bda
            28800 3 01480113
            32400 79 f3432319
            36000 50 38ef1929
            39600 3 00e800b3
            43200 1268 a38475ce key
            46800 672 3d6f3c7f
            50400 3 010800d3
            54000 68 59101ce8
            57600 60 90f319b5
            61200 3 00f800c3
            64800 165 93c14c67
            68400 93 37b129a6
            72000 3 01480113
            75600 73 a58221c3
            79200 70 5dbc224f
            82800 3 00e800b3
            86400 1235 cb1e5b83 key
            """)
}
