import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of VP9 with hidden frames in superframes.
    ///
    /// Made by `ffmpeg -f lavfi -i testsrc2=size=96x64:rate=25:duration=1 -c:v libvpx-vp9 -b:v 40k -g 12
    /// -lag-in-frames 10 -auto-alt-ref 1`,
    /// then `-c copy -f rtp` with packets of 400 bytes at most. Sizes and checksums of frames are what `-f framecrc`
    /// tells of the file in between.
    static let vp9 = DepacketizerCapture(
        codec: Codec(
            .vp9, clockRate: 90_000, channels: 1,
            formatParameters: ""),
        packets: """
            AZCAYAj47yzNiqLc4aUIgkmDQgAF8AP2ADgkHBhCAASQfL+D3yv4/uexN7mdH9P671HovW9Q+s9Nw7xt2PfzQL+H5/yP/j9M9Z6v0n4e
            2XTru793o5cHaTGTMlpLe8fBGIStoCl4o3wAAH/Dmd7TAsVNtvhewSPrS3MTn6PzxD3KAOVUE6xz/kFBKNW/d2572eXxvQ2L60syzu8a
            ksLSMJDuMsjUGeOKTFxyT0QBS4Ts46uFtjiGSdnCUUsxFbIVGHCEHoDYRm0sQKn7KLl6cSf3I/KKwgBTFFN9725gUB1d/Zu0XxqhEteF
            JsgysMlDgXEJF90z06u9+L+m1VsOJ6JUCGwq+n/n8PR1gMK6nz+GeiQ0bshd80337dZFP/65qaWjBUEan3xNBlbhb9XSuV50jmT37lV+
            d/3vZZNw8Phg9dY0BaEy5uiuo/ZiG1J6K/7+uIFdI/TcTdcFHBCbQL4PoPARphChoDTEaBgc943Y+l7Gvwl1+ajZgeVgHzwTSDcBCohQ
            769+Hf7SV+k/ZagIAZCAYAj57yzNiqLc4aUA19GhQRxcI1Ns6R3BQijaQmEoomRa1Urj81jMrlh4/wd5+9xpW/kvwgfSHtyJ+0RCSewR
            BBKexM4tz+kEa2DZiXAgS+xMNUZ6EuiPaSN96WdiGYbS+SJDo5+A8T6ZjJwDLCkwDLQB489peFnzncgqOWddIbg8DXCkI5Aj6cAtP8DD
            vEEPJp5Qnlaphe3MKacXzJUDrqXaLCzO8bNYmcAABHtENz8hNk4cwUdTuiDgVjdIep12920d54aoRomcxVFp8scYwu7ZfoJewowB4Vrt
            7BVObgdgYAXvGm46kBYK5b4Q2T4iO+tCTbads3FnmzTFapthPIn8S3JIvHyYX1b/ftkpb9hD7aOho/9dDXum6gjn/g1Drp7oM+27h1qm
            ZI7H15NMQ5R8KVvR9p8/61DpDNWkt4w0f+cp9teMhOl872PZPj+grFglB7U78E4S69K8cA/1KWfegBYGDmbvvra2ARN8OfBD+UNYCBkt
            CCctYJTzg/p5aKusG7UiYRVZ9iGKledsAZCAYAj67yzNiqLc4aUAcQ2KVn9B3EKJdnh3SwebHDNPMdlgJMdek8ZF5QGUOtnBeHsw1kPU
            5P+EvQCtrFNsWXjfsA5ME6bRoFZHEzr/NZcmJ/np3INTFNQyJjUiE7ZDL9hzPjarbBXO7ztQUG7dhmwh61jUfiXW8gRlbzxV0Ll+rDTO
            B5Hv8ALTC/bWtdbQ//rmLApc0mD62x6pjwsv5jegD/32dtEQEFfotxfhVcaJ3W9L+roYw7uqPAVPz9tnb8qPfMXXgE/X/+/2s1+sWHbl
            t+92tEWl9AuXP1ULOR0SfLtg+8Mi8TL44NRhOtDBkLfwM4C3lwpltkQ0X3byTJZxpT6Kva3FIiOXu3zCc8/lUShZ5NQzpSK9ZBvcgNHo
            0EuGymY9I+2kp0eMM5dF/8e2vKJNpiwnS15aY9Zcg+cd6j64h9VZyghUUQoBH4Gz6EtMTSgtJULiTBGxRpw1dB17or/mYGptuKPP8LHa
            lRcAf/F2lwZl1++NY/q6k/AFov7K8HGAfr6QU9MoqLaeKDx+AZCAYAj77yzNiqLc4aUAgdK2WKvVx+xNHGb68q+yt6cJ/J7FQOtwEQy+
            x+rqTu0lUhe5AnaiMPTlWAW6fZRIzqv8ezRr4BZvB3o0i6xYBUKntmMFAdzkaP6Z+nYFnDt13NC4yksskT3+htkjC/VrUfeOdBI5vrP8
            G7iOMt/ujApEX8k8cEd051VOw0GBuDW54wIsq8gbSauSi/ys/fS0VdhX9pxt2Ur6Dc3BixRAJgpvrUNehjq0/roR6cYEdmuCksdAJbJ6
            hwh6zC3NOj+17eYcp7EuNJecfeiD7fbFgr197DQuGYThV5jTqnJiR88Q1JFSoOSPJH4zIOnkS7iOcMH/8fbA/r02k2sl8Eh/7WWg9oHq
            WEv+Ef2nCFX//9u/9k3+xJ97eanYbmV/9nMf//A9tnX/tIv8Th9xbWVm7//8Lf/93yPqxGByy66P7YO+p15cAaD/m+6wBkv44K7tf+tu
            ErGlkHgi8F6uVGoQRKB4+4gnH3BvYocqOyV//bmtx5aEcn3yucs0LV8ASPkQZQJNAXOA4Aj87yzNiqLc4aUET+aA6rghsalF8HBZC0ji
            TvNqnN4ZnKJ+7bfXcE6nxB5QIXX0ODoB+8Zp6f2ExGuedS5esoQAK3b719CrvF7QBdoSP4TIBeObY57/S8b4EVjvLhV/EYr3zywxcz/o
            84FxlXWmLcNvyUqJQXiirfHvctScXHxxo6amKqYdizAkmjPMlJss+i8SSp76jvMWwJe/kHFBT6t51dAkthBVGSlaR2fw9aIb/G7yu4pS
            gCgqOfiTUuSwqpnWp+g8ntAqmgbE1DQqI/EkRmXOOANeIrIL2DGPKNDf1xDYZKAloxd1mOkps95v/VmdceLaxUook994F+bSZB29v0is
            YARmXPez9uz9YFoF+9fWIj6O3b5PxpNyIwlakmzB0OMC8UFLyXGv8eCAWwKSXNWa8Kw1zIC8yaXH1zesjn4YoR4/IW9HK70nmqXilM1Z
            2HnHhBuDmgjiW7wRDB1RgDiCRqOcnx2sNCTyfFKUAAEsgOAI/e8s25qi3OGlDIYAQJLwESUAACR2hhf1jjIAAAB/PfS4ZTfhIBZsjJ4K
            xLET9WNMlelRBvqdAdQaSXUWorNFW56e3kwcrtZhv82B092mrhjUkyj5CLqXxNNUArjZi62Uk+k/69s2bAj//pDQVx8EShGrUkNRh0ny
            p8UAxFsWIDRepAHY1x8/5O7hDLiP+AdEfGOTaWXuHB//c7tbwFb3RgxILIPwCN9kVDThd5FC4rqmhiEFXr0drvcFNfEs7mDhYf+RLjrw
            t30jjqbcikM2vfrC1YiXZM4yRs/xMwBNwsVA2GZBkD30NYQcYSmeGgq3vvf9uQH6NbcIKBAAQKU3YZ1cOSByoyniWxuzPt2AmGrbax77
            nioWEkPyb8TzUO7dK/xomC9S5PogAGeA4Aj+7yzpqqLc4aUMhgBAkpwkVWAAA3AAAH+/yvjO0dBabxZ2XpNEpWuTyp9wOxJK7D77/psR
            KVbkPVhuZUhHpiOrZ1Ca+9/pzzlDI/Y1IQVkGQdSECtGjtg67uAZebjXwhodDvoAAG6A4Aj/7yz3uqLc4aUMhgBAkpwMVmAAAwAAAHpJ
            o0jZv0ZMihfC4TR8RHhNYD0vVDsAMFll1kyCkh41n3+4+iLC7MI8/NfsFJf0xUjlAwCh/+2pYZi32G6aTU0KBW+76bXUCanvonYpdbPw
            sG7ZkACBgOAJAO8tBcqi3OGlDIYAQJKcKFbAAANwAAB+OT2tSQ2zM3GhdMKa/GhtOP2ypkkLgaUxlz5b8pctlLNn4gkC4riRnPMOgS5z
            nFzEWt3GKXLAwSrj5NgFU0ol25zVal05VRw4Tj0hRfX/ozWzFSskHiFZKOkqZ0dl9BAWVhMNJMgAAGCA4AkB7y0T2qLc4aUMhgBAkpwY
            V6AAAwAAAH7pWYqGn03O/oi9f4m8nJCLV3zrTYk8p96uW7r8oiCCxaaK3caZZGtjpeEoMNzYAwvBiAYHvdKjKRO+2bEBGoHolW6QwAAB
            kIBgCQLvLSHqotzhpQiGAMCS8FEiAAAwd2tg4963tYAzwAAAfa/uQNPrPOd7DZRue3ZPc1ZO/RtJXRETVyq8zLLMEHL4IwDA4Kvmd4cv
            zvDsZUOZ6yMFe5Qjd8P42SaylH7ciejnv7KMVipYgPH+3RahvwhJ7e1TPWr20uBK4TpjC7y+S+gRyX6N8JgIo+mL2xzKEzywcNk+oqMp
            MxipAACXy0lhcht7VicleWxpjKEn9FBGbVJtxIaxhw/xB5t4EleYp6/BZWOxjR9PqO8/UnfZwd8fXgU8xG+fl54sOphLXtFiqU0xObKg
            wGzOBnTxa5moLVtywKAsXqE8/RKEterb/3dGJ6bFvlGe5TjCo88H8sTm2IUNJrrqAFYMQU25nhUfF+TFrvoqjb7qfg1NHsLR87GNvH49
            +HniJpxiZsTRzAz3DCrQSzvuPaQYd+lLJuo+pulNB1bES/YMixGgs5LTee5GJxYjtjrZl489pWixFVFvKKZ33/rgF15iTNkJe3NhPwTD
            JOjohI67vDr+AzIBN4DgCQPvLSHqotzhpQRYe/MXxhDPJK92V5ujiRS5TSHbuZUvjbiWz0vevXGcir2Bmn7ntMRiLW0xrHy4ijMowWzK
            8CNe+FI4Z+G2HW2VHhbtNxgao7wnTZmGBykTctTHmx/e6Xw2RwhipdKQvN+hce/qa5pKhtf/+8NR5yTqExiGuf+G04R9QzwbChyagnjg
            QYsWy4g7GmmhPvchtvnBG7wwZOO5WS0PV3nS1N00RfWOfd4DVHrRPoAKkdI53hFW0vNaED0iXPkm5dRJOeArSK8dt7WK5mxGGr5WM/pB
            QDXltPN+ysZBspcVjVPjceNNDrF+A/RYl2x5VOGCILz3cNddBvtxSJcPoNM1GU7lay25UgOVcNoGgMMN1lveRlG33GHAgsZIohhEfiWK
            P0+3teL1hj6iP8SAAFSA4AkE7y0v+qLc4aUMhgBAkpwQV6AAAyAAAHqMp9n9KrM68I4blP/fHV7dflkWlOG9XKmvrQ06wvwL02Cb6ZJp
            dERjkg4d11BWvk0AFMJFjaAfvAAAaYDgCQXvLT4KotzhpQyGAECSnBRXYAADcAAAfus6yERC/fqfHIQ+sa0ovY6gERhUbBdcXL0SvnSY
            BusDGnT7MNgsREJLd4mXIswRCA2ze0oV2ITABntiopJJ66kRpBLWc+pFg8xiOaqgAABXgOAJBu8tTBqi3OGlDIYAQJKcKFegAAMAAAB6
            TD82QGXfUufAmLn27qtVf4kso6gaf9LDb+iPX9J6flMQXJgs+oWnEhRYrTEnRHllgZCVi9016CxBN8wAAIOA4AkH7y1aKqLc4aUMhgBA
            kpwcV4AAA3AAAH/dj56tkOtQe38tEVxjy7XI2HHI0GM3JsYPGHU2os3ilIP4uwTCCwQOjjg52UN1Eubr0PA1JyZyuxBgYWhVNRUiiywn
            SmknNMkByY4Gpw18U4DMHw2jXitZXiTMAf3d6mtEovJU8vnwAABQgOAJCO8taDqi3OGlDIYAQJKcKFiAAAVgGj8AAHzwtYp7K1Q6FBtp
            QL0tkDVt1g1jI71s2w65C4tRjOFVXSCwr+K/bGFgdHRoE+rG0zM7aZABkIBgCQnvLXZKotzhpQiCSYNCAAXwA/YEOCQcGEIABSB8sXrf
            xfE8Xqb0WiPUei9b1D6j02i/Uek3Z6v1BJV91/S+er4Tve83A96elyZ8DqlDvXag6jv3fu/VBlj4C1R+t9NgXuKf1NFMyZnBuH7+AAAA
            f8PmreLH1csi6av4JTc5sZqyWfevuKf51k3qPre2QFJkeikt6WcgaKcOZKix222Mt6Jbm6ooSQeAsvOVq9Yd4h94AVvTa5Qc6x2nRKoS
            VsdbAO5VxLhby1H8kqURSZcJPz8j48bxK+0g54iterPFG1b7CzG2cXxIZ3n97yr83rq4D2gs6GoO9Fl0RfXLaT7yuWha843ngIHLPts1
            7w0sitzSCOE6cja+/MK3u/9/+oGBcBf76H4knhSNGQehD1w8ts6KkvH2Tl5XJ6YoFVqNL/bfzVDcjyiizllbljlIgJ2IqvYs5dWxJ/1l
            SnLeP/7jkU7FzEmkqmjQMI2xACA4YOWjQF09TTb5KSGvyUjvDwHoArIeeFuzDTY2aLWypgcBkIBgCQrvLXZKotzhpQArSf9d+fXb2cT/
            3w4CI7jya7w5UIqcJjFQ03a62GPGPTzWSQtOztRMIjAh83tsndOrqkYxAfppMr/D1hL4E9bjfO/8jBdXklogfwFf4oLo6d/umFucsqXe
            LAzhk1p6YLFhDeBA37ufEOkojGNNcpjuyIi8RdlGSSA0WZV6s2GEHdQB7FolGiv1O89s9zOktTUebVWq9eI0Q4Ni+uBzecU6cObYpYCj
            YQFxsdKll6qzj7GA/6zrLqHDDXAx13Da1ANJ2IQp4aoR7T+ZUMs7t77BV7ez/5CssAa8nOFtdQuFhL1j54kRRR1wypsgL2r3fCB8PSjl
            NzVMaNjxpl/R13uZmxR2MsXUdZU+tvE8rps7im97yCPm8UcWQUtQ9NB9JgGJ2Ob9OUKMzt34B7ToGDsaEiJGVQeX5PKnROz4rqCQYiQ8
            /JLvpFcWRTkv/Tst0pmhPHm2I0n9JLgg1H5tyj/5z3uCe7UEdzYMG4v+ADYNLgnW/yAYK9lyEm/0lINlEI3ldoMBkIBgCQvvLXZKotzh
            pQDe+WHQbH/WiT50TGIl95K5RvIFuW4eO+5wgE832rR+D8neuiUAvR/dD3x1U1EYbRYhXKEx4/0/rnMutVPhcN4SLdes8KFXpupcZGde
            NgWNO4skYwBP5PrEY2FDPicKBW13yPljViUWfpqozcPYLA6b2IT51EETp8evDq+SY5fl5KHyWp2YRqW8G5XpOPHfHxENZav4CaLHrivO
            /AXFojh9Y2Ia1R4B42X0zkCm287mOTOzflTHnpByuNc25ZiU0j8k3CW3gkhSU2kR0q1Wus2IXPFuW0nSUuejvk2JvvY0nd6ljSKWcVQj
            pk8b0Sp64d3PW/8UPpLhCXIbxhbI7/6UDyiIM3ceNH3vzXtrLiBBQPsfcRSBlZu7f0emA/Rwmfu76ivDX/kHtCZftZhwDK6bbU/6Xvvo
            SH/7cssWroLSak7wkksaBXGX0aB1qxLqoR2A0GvqacxX+f9Wwe95BvKsgJVOeUQAgkSGqJW0ZQ0mZXo9cvVDpmhabb1df2KnKh2ZTmAB
            kIBgCQzvLXZKotzhpQBxWvuTb6Z8IA6Z1l4wvpiA9/F2eR3xNeivTSmvoSAOtMwX5gx4x31POsjrjU0TuvE82LPUpr7yahbFDqoPZl+c
            anEp1IZgAaSBp+YPXURT3t/Vt7CC5JdTgyP9FZFWIRBKd5gqr9K3+DH3N6+Bb5F3d7wRFJRqzoIZFvPH6TQnhnXR5A8cswEeWhvvWBTp
            TSrRxd64MW7rYTJR/HMO2fuRZD+QoXtbtvD+Ljwoj3ItyMK6GMdFK/6Qnwewyjc+TnCQm+AUiuHZBpGX/Ws+yYJ9mXa7nBE18itrsQLN
            a6Dd/hfx2IBdVMdijWAgyTN4jCtQ5NA1uaIlaG0Hw3Pf99OAdMOJKM5ry7VqEPeYO6aQPx4Jzynr5ykgGtuD0eHlPPRYCXL8fmqxG0pa
            hcIXqBJcyVQ/K9BO2uYjgJeoj+Ek74+ziSZmABEa0eAejswwQMOQWFmK93ox9r8WLQfJKrZ0LCON3FwYpInurNEDC6kVEyHyITNaxAYk
            /5aaepsD9pkwVT4BkIBgCQ3vLXZKotzhpQAteMCytRE1zqDySFqGdsdl/+o8yVS9CfJrdt4lyTottINGQzguk0UtNdKsAkNgtXZBWIM7
            IQoreS/2l2cpr9ELJiU3txW9TnkpEJiqT3GcC4aVOcj8TkInVSMnncvKqbWarolInjlZyfrFpiqm0c/vrnRnDQXKET6btP83QnXNe0aA
            5FLSmH+Ubqy2RlCyaZ/MuYGrAuG+bCzCX3wpu47TjX3IqMCUfrWFN3AnBL4G/1ihV9xswTBjydGbiyqf+b3CwKoyuALHlNUqiFNFu8c7
            TNUY0sMmI2E2udm3taUEBoD3pkyFrTdUgzD+zcItbVDEknoUU6v806xZTknouU2z8vgO4G3piVGwpx5ON9rl5vH6W8yOAxwbnIHafexb
            JLjYrh94SBUliKA3Ti7/j6N3DlYosRs18jSC2+8HUXtlBibecEDmYmL++Gtt9cQblhi/yFlJaCzIo8ADNv7dPjADGQFWqZJpn5U5KXkx
            rqT843ADAE9c3ASJUtcpCJfICBhXtvsA1YDgCQ7vLXZKotzhpQT8I28/+GYI0U3Fm/7Y1dgrEB3DWU97ra+rKa+tUb8hqmeSTM4vLOp0
            CazjrtqoYUhDMeDwvXGO98U/W+5G/qhRj11ZkW8XOP2MqzqiyerR9CakwsK1tJx0A2Ed0FDnP7xRZyj3G0rZQ/XZI7HOxcVwmjlvZLur
            OQRAKMn4eZhReMeFgokx7NdrH5Nfhyb30m2O33HdI/LbyKjDRS+Xx1ZqSXFoVTcXvyc/z/M2CwEKc8HLXKtzA1UqQM7N4fqfCp1vN+SL
            ks2VAABRgOAJD+8thFqi3OGlDIYAQJKcAFggAAMAAABdvrkydUpI1aHrk+DgvNMYepGREhVDWYpH66u/wxW+7qichoe+nMygfHOhNHzm
            uJ6bdoYTbfOAAFuA4AkQ7y2SaqLc4aUMhgBAkpwoV8AAA3AAAH7rOttjeEgj9HWV/iFETyniZSwFQ3lcPFlbhb818ncD1ETD4qVJahDo
            xPyuN9Q8tie8Tbjt/aFbeuGeV5uR8PoAAIGA4AkR7y2geqLc4aUMhgBAkpwcV8AAA3AAAH7rwGtCAY57mHYVn4KK0AdBddbPIwC30rIg
            OXXhuSOmiFkAisWSQoyz6crgpOmQWOLsBG8iipOoJ8dcoKmhnPy/EmmYrLK7SdtpTV4rz4HQoVOTfCH+Lo9SIKGoMTZu0rUq7Lb0wAAA
            YYDgCRLvLa6KotzhpQyGAECSnCBYoAADcAAAfurE5YclJwEmTXgTVhWdSPPalhlZLLlYggzts03xMi6cKiW/xWj1oqxIUQ59qXSxLboE
            xplQmPH3NBK8G5+KoYBXJWnOyAAAYYDgCRPvLbyaotzhpQyGAECSnCRYwAADcAAAeo0ziC0W2iLMNkRxFEJrvhs3XnNJJ4fCnUp4iHsT
            HaVjzcQmhjNA9PfkYMB9AVXcN6TLV2HSC4xe9Xw2/7k4jIhWP1/BMAABkIBgCRTvLcqqotzhpQiGAMCS8HEygABAd3desK/b7XsPyqiQ
            DiAAAH2saoivM0ASTBCqx1a4nG0RUk4TE/ecnGq1CFtvAc9185lFqJ56NBu9eNWBtQiEg5fJMRSkHZOIn6DAWlYuolOQAZtXMV+jPmfC
            ZLKlOYH9k+nneDcggC4HS4Ky9WeuLi0YRw/SZuDR0H4oYGyuFkpxenL/ry4W1am3KOO8M4KAIawEcVXfpi3BEuH4xdtIek5Rq6RtETTj
            hFy2KSvDUpnM4uldaGQ0Y/mI2GyVx7NpVBbsjYtVC85ZbzhhlrN1iJNGuS9Ts2gqsnE4fr263KjD/hoNtLM0agHdBJyD/xhw3nHC9Mxd
            xVZSuSMbjketzaePR2leonjYMJEuHN2+giBwbHEdogmyV7fAlnqJzZYC26A0rH9bJORHArSp0h42RTA/qO2cRq8afC41NMY1k5h7Myb4
            gFmobyUHW6LfpPLZhCkX8682Nc7tJFZU0OeQ0D+eQ5p8WgQrwVU8z+cZo8IyHTZmlRC0AxMAaIDgCRXvLcqqotzhpQQ/ieuX6kdOp9Au
            MoDpRfWfvXiSoSJVCgifBebsrLc00FJJH4ZrYVGIpuIz74PLx2DTfBnslsOD5FPqLbee7AuWdX2XkbHsSrlh35BtYhk1iXSH6w4Xlps+
            qNYAAFuA4AkW7y3YuqLc4aUMhgBAkpwoWMAAA3AAAHpMS6SvQJmMpasITyVUgcN68X30tzjyMRk02qNK+M1kmajC1soX+GUGAs+7zr2y
            ovnGPzwe3cvbeQFWCR1sgAAAAI6A4AkX7y3myqLc4aUMhgBAkpwoWKAAA3AAAH7qzc81zf5FsXnjI7Y+1Dihvjf4bMwuZ2/dQxg0LbGB
            /YxMKqso6TOmQPCcrDSsBFTcGEtUhws0mlp4gsAwylzWfHRNS6J+iQEyBRebOXFHs7kqlpgtaS8dxj1vp8dAH2YuEIuiw+NuHS1kMqPI
            PiGSxDgAAF+A4AkY7y302qLc4aUMhgBAkhwoWgAABXDKIAAAfucViZdcQ4iFweU5QydV9wbX5lhAEdl/44J9KMAy3PKe9U6arco3l0yY
            t26YD36/XWVlw9wbyEP69PLy0y21zA/EgABegOAJGe8uAuqi3OGlDIYAQJIcKFoAAANwAAB+5tvnb4aMOCL2cF0VRCNnQVt8bR/QKFPi
            3JEr80HJ4CpdAEuTihzXQQ8Nh9u1Lo5m8VyKKG9UjEOisaU+uKMdonRUIAB6gOAJGu8uEPqi3OGlDIYAQJIcKFoAAANwAAB+5V16KV8Q
            9xBv53CODUQphelNZMskopz0b7TmZ3VYkf4g8cZRTj5RmjPTkL05lHkFn+d+WgO5lxWKI3HA8OZGIBzLRonOzcONQQtTrEbPqDWQSsGe
            HKgitwmzw/3QvEABkIBgCRvvLh8KotzhpQiCSYNCAAXwA/YCOCQcGEIABTB8sXrfxfcx4vU3S/W+t9V6j0Xrem+q9No31HxPyaL9QRlH
            z/af+u4fv283Cd6XmlvL32nWuB793dMPgZY99tUdBQcaNlFPhzMlpe/hS5Yi0HdgAH/JXmFqq4jw+vOrk5q1FdlWImQZodF/9VezVp/q
            +li9JkfZVxz6u7gxdJmOsKSXemg05cbe1XbDz8/581mk0z1ZK5RiCYK65awENkfxJvWTsHBymIF55KAP/U0Z/055Rg4+X27rld+iJ/85
            P9Zzc5kHCLH6X2JmXO9/pKRPMFou09mBiP67UBkIGimuD/srlp2+FMp/+W3WNP+JpMp+H0xWflZ2EG+kwW0A1miaq5/fWmqQ3N/b0MOX
            eT2DIZ0X7e4I3RTfSv4NNyXB497WBaMO3NvDkGPYo88s6lpt/QsKXz6POBnpj/BdKjOkKPBFVq94YPeAtJYXMeGe9r1j2h3YT9SAWICs
            7uyK7tp8fH11HwuXo/RiBmlAHlCtfu4BkIBgCRzvLh8KotzhpQBp8qZpTWJYBaFcG55kyfRmVS56pcHdl6j70YG+FDv0QSWqsDUgwA+6
            6vU7cnfg4lfrZOsTdORLdWHGD/Vvo2/rIHPOdVIZXym5AVyZBbOMRK1u2YRyeWcpT8dDURUiqAD8uS4Ip9LfeIO0AFwJG2x7EczI0vKM
            rg7hnRMJovIGDe+w9IlVoag1uJkc6BApABzgmJVrEITgLIpopm3vZiY/aqEJjmOVMtgDKeI2BundTNAjk/r8c8l9coONzMZhUR3AzfPd
            coyfhapV1OB1KK3ARriIS4bU5XGkaTsTi+xgtJJxYPey+qiRLWZKJ/1hqU+wMcpsZtcjGCDsC86CohN4AVVR9Qh2BVLQ1q7i1e8A+dc8
            VoY78zuHxA+Y3uyDy7WSn1t2zT9r8iPPyeDj9AYT/9GqN0eJnXwciZf6mnshPKk443aIHZXU1/xFO0WCPBSH+m40t7KYdoMExXxeSvja
            kMXjQ9f9+Z80oAAXDk7GhWvtAy/tkLEHVHTKbvEsxeMWRX4BkIBgCR3vLh8KotzhpQCW1uk2lPv5tGC5aJHIxVbpC40IgXd5sJejQGmI
            7yXtf0zm+dXqlnyZss567Ti3TVlDoAWzsPwR4XyKFxoRAu7zYS860u+SqPzMqvzOlskP4VVGZO2kD3BrJRL+KyzxR/g1LjIzm9NAemkl
            L7Q0ZFdRy2UEnzTh/72ps9Fjl8DPCkAHDXOLt6SanKXzD+mvzAgDeHWOrCFT8vJP88ORl9LuX97IzcwJTSv/4evmFRwgn9NqAFXFHRaX
            zOwWgqedGlqr3hOCDr+QCLZhngEo+C56yz7h4PJe7KnqdJQCBkqbqAW0TskeeD/duMSdN3fmj1pQwSN8EZ8K2Mr2xpKjrsyqaD7X/C+0
            NKDx85kJfedA+f420n/sORVEwU3JA9W5rOC8tMx70feWexjCKAPK4QWyQ6N3bI9l4u2S4DsMKyS33gVktY/kCKP5mswZoWJfBwnd2XFz
            dROWwQQN+jD05XTNoWmaBV0cEFm0MJNJGgiC/+/qc+gxdjm+4IFEX9D4+26O+YcBkIBgCR7vLh8KotzhpQAhGYvSvp7mKR9qvdr53fpl
            tjK0pkmU0CyMIpPIVOaZ6AuH4s4VkUC6dcW0Fz4IRsH3GH/XwCb+XYAsm0qdxHlq8URy2+/MHE2qkmPuImVvyctXGD90QaSNzVfR3oFK
            EiWiaUv7xhb9p8aQAkdEjKqU6I3f0/6yDuvmvFyrkf/8Jvn6vva6Fp9ywT5s+0WZD0Bbo/7CKdO3gWVi5nhxxOFICs3Zo1MA+h9XeXxL
            t67EyrCv38nmxpFjHftIQm8E37re+fPXDhShJsZlwx+g4KYp6DnOn5SJAYMwPA0Tv66IseX29cF0e+kkqUjs9eBRejWhwsTQMatXiAkC
            8xnkTiNhW6GgX7Df49kvk3O8Evz+81NNHBHNWFVJnfbCEFTaCsb/DVvmITADHCpZxRk2NxfphrAxo6emGR72sMr90QUR+Z46Fmw8fE2W
            JourVSgwJ4AbD77/2QW/Ldrftno8EzmuLDgzQKCYI/vTiPSvNK6r2H2uNc+Z1EMy1laV0T6PJWtdcb0BkIBgCR/vLh8KotzhpQC++xC5
            Fk+xO7qnlOC7JSML7I6L1ZQBMtz27YG+dXLrfnDH/K4+WBvDsSUiWPWz71leH6Jnri1EKdIg2ZjRwrIuNyx6T2WIgYmmJRY0/FGD+UhQ
            b22NVth/+GCFZFPNUCuyajXSItG1XfBt+K4AmCnoKfvMBM4lv3xWTdfLrXls8tLB1+UinYTUa6RFo2q74TUI9rMqdXzAdkH876NEknNO
            47pvZrBR0HTk163hiumbsfWSan0jb8cAnQfZislw0/FqZuVgf+rg8Oza37GxCXoY0fR0W3I7rsjlGylwa1RytfkGVL9u1BuRyqQKXTmq
            eueebXobidOYy5fwiYCANg8dCH28IhJAlamyVrrQRjlKaqfBLQINFNcPbEEElcr/0nE93fGQOGBvFUtpXxW8FBwC772zQ9M8BFgIImSB
            kIPlG+1gPiokPRfjf+5snb/HMaz/rHypXbpzgdmtlcHOkN7kRNbV/ouR7sdvaf2+1LiRj/Bje+ow/AbOzYEB9GZIAu964MoBkIBgCSDv
            Lh8KotzhpQCqW+UCkC9mwNOBTdYgg0DoQq9t9LkvWERg0Yrzk1AEXyPQAw2k3t21o4kDrgJy1ODVdHIzZYBcte+6zC4AZFbPgZ35ZU7e
            dAITHQHgfgkOzbCBDUyllPpNM03qxzaEAE25IDQ0buS7X8bcBYL1i1y1poMcXioKw09RahQlu1m5Sf+PaoFnJQ/JVMOMSJ4QfnybBLFU
            TAM4yDoK4KmzF7gjTC/ROCBA9D8MZFswbbl2wEGA7vuom2GVTdkxtiO2/oM2SAmjtzxEf+tZxiim4uFzdRhNeqGFs3NO5S/z3OP/Xk5D
            FFDQki9HMneOjjhmW7+xMO2BeWvoPRRGygNScX5txo4jO2X1w37mlNHJsslpPlFJUY9ovA9VcQB1TtmHlIzs24g/KUJbFa+Tud/U/e1u
            godkPtNRSuolpXrJpuMSAcG+8Tw+ML2H7MQ2l8xIE7uTO4BBiVZkd/rRrVDtVBfWRoMuUuKK9PM7+FriHUXNZOG1uvK4UHvo8ymBIiJk
            jh3ix/4ALIDgCSHvLh8KotzhpQQ/ZEamYyz+x+GvlPrq9hHNd4x4nH7yKaz+9OAHiC6g
            """,
        frames: """
            0 1906 6863d560 key
            3600 287 428d8a4f
            7200 90 05c427a3
            10800 97 adc02ddd
            14400 116 94803168
            18000 83 70d3288c
            21600 685 d4fd55ad
            25200 71 6c501fe0
            28800 92 ae0c2696
            32400 74 9dd020a8
            36000 118 ba9533c5
            39600 67 40c11b59
            43200 2135 db643378 key
            46800 68 ee4b20fd
            50400 78 1dbb2554
            54000 116 4d62392c
            57600 84 a78e2498
            61200 84 63862353
            64800 478 d8a1e65c
            68400 78 65812444
            72000 129 a727381a
            75600 82 a2e627fd
            79200 81 074b2197
            82800 109 e3db3235
            86400 2353 178bc3b4 key
            """)
}
