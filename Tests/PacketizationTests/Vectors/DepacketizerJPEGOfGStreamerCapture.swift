import Codecs

extension DepacketizerCapture {
    /// What GStreamer sends of a test picture in JPEG of 4:2:2.
    ///
    /// Made by `videotestsrc num-buffers=3 ! video/x-raw,format=Y42B,width=80,height=48,framerate=10/1 ! jpegenc quality=60 !
    /// rtpjpegpay mtu=500`. Sizes and checksums are those of the images that jpegenc made, with the headers that RFC 2435 appendix
    /// B makes of them, and JFIF's.
    static let jpegOfGStreamer = DepacketizerCapture(
        format: PacketFormat(.video, "JPEG", payloadType: 26, clockRate: 90_000),
        packets: """
            AfSAGgiCC9HH/lkmW88AAAAAAP8KBgAAAIANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+
            WmFaUGBKUVJPDg4OExETJhUVJk81LTVPT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT/Qqq3P+sH0r
            y84/3Z+qLp7lO7/49n/D+dZtdXDf+6y/xP8AJHzGf/7zH/CvzZTn/wBc1Ur7/Uj/AHv8a58L/wAjRf4n+bHkf+/UfUoVSk/1jfU19Bnn8OHq
            frtLco6h/wAs/wAf6VSr3cj/ANwp/P8ANnxucf77P5fkj3iqtz/rB9K+Azj/AHZ+qMqe5Tu/+PZ/w/nWbXVw3/usv8T/ACR8xn/+8x/wr82U
            5/8AXNVK+/1I/wB7/GufC/8AI0X+J/mx5H/v1H1KFUpP9Y31NfQZ5/Dh6n67S3KOof8ALP8AH+lUq93I/wDcKfz/ADZ8bnH++z+X5I94qrc/
            6wfSvgM4/wB2fqjKnuU7v/j2f8P51m11cN/7rL/E/wAkfMZ//vMf8K/NlOf/AFzVSvv9SP8Ae/xrnwv/ACNF/if5seR/79R9ShVKT/WN9TX0
            Gefw4ep+u0tyjqH/ACz/AAH0gBoIgwvRx/5ZJlvPAAABXAD/CgYf6VSr3cj/ANwp/P8ANnxucf77P5fkj3iqtz/rB9K+Azj/AHZ+qMqe5Tu/
            +PZ/w/nWbXVw3/usv8T/ACR8xn/+8x/wr82U5/8AXNVK+/1I/wB7/GufC/8AI0X+J/mx5H/v1H1KFUpP9Y31NfQZ5/Dh6n67S3KOof8ALP8A
            H+lUq93I/wDcKfz/ADZ8bnH++z+X5Ig+0/7H61qeG9F/4SXVJLX7R9m8uEybtm/OGAxjI/vfpWWY1fa4dq1up83hcz9pVUOTfz/4B11l8OPs
            t0k/9r79uePs2M5GP71YWv3v9jazcad5fneTt/ebtucqG6c+tcWUy526Xz/JH2mV4jlTpW8/yRzN7cfarp59mzdjjOcYGKn0DWf7Kvmn+z+b
            vjKbd+3HIOeh9Kyx+F+q1FO9+Zt/19552bYTnUlf47/I6NPG244/s7H/AG3/APsaxodPfWb27uFbyg8m7kbgCzE4J7AKHbJ4+X3rhq1udWse
            Ngcv+qycua9/K36nUeEpP+EZk1BJo3lMsgi25VCGTfzycYIJ5z1VsA4JrorTxU04dpbAIIyQ4SVnb5SA+Bs/hyPrzjoaxPSPHa7P4Xf8jJcf
            9ebf+hpX0OK/gyPjcB/vMPU9Urxrx9/yOV//ANs//RYAmoCaCIQL0cf+WSZbzwAAAzwA/woGtcuS/wAd+n6o/Qcu/iv0/wAjnagi/wBYK6M8
            /wCXfz/Q1zL7Pz/Qtw/fP0rq/B5/4+V2PIrSRB1CKVx82CSRxhtnTqM8Ht4B5Zqfb4TdvZPHOYmcqIyrAR5YkbdgOWXacsSScNjgczC1llS1
            IjQiBWAmVGzhSBnAYbSMybV6fLwMcAA//9kB9IAaCIUL0esmWSZbzwAAAAAA/woGAAAAgA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikx
            MC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk8ODg4TERMmFRUmTzUtNU9PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
            T09PT09PT09PT09PT09PT09P9Cqrc/6wfSvLzj/dn6ounuU7v/j2f8P51m11cN/7rL/E/wAkfMZ//vMf8K/NlOf/AFzVSvv9SP8Ae/xrnwv/
            ACNF/if5seR/79R9ShVKT/WN9TX0Gefw4ep+u0tyjqH/ACz/AB/pVKvdyP8A3Cn8/wA2fG5x/vs/l+SPeKq3P+sH0r4DOP8Adn6oyp7lO7/4
            9n/D+dZtdXDf+6y/xP8AJHzGf/7zH/CvzZTn/wBc1Ur7/Uj/AHv8a58L/wAjRf4n+bHkf+/UfUoVSk/1jfU19Bnn8OHqfrtLco6h/wAs/wAf
            6VSr3cj/ANwp/P8ANnxucf77P5fkj3iqtz/rB9K+Azj/AHZ+qMqe5Tu/+PZ/w/nWbXVw3/usv8T/ACR8xn/+8x/wr82U5/8AXNVK+/1I/wB7
            /GufC/8AI0X+J/mx5H/v1H1KFUpP9Y31NfQZ5/Dh6n67S3KOof8ALP8AAfSAGgiGC9HrJlkmW88AAAFcAP8KBh/pVKvdyP8A3Cn8/wA2fG5x
            /vs/l+SPeKq3P+sH0r4DOP8Adn6oyp7lO7/49n/D+dZtdXDf+6y/xP8AJHzGf/7zH/CvzZTn/wBc1Ur7/Uj/AHv8a58L/wAjRf4n+bHkf+/U
            fUoVSk/1jfU19Bnn8OHqfrtLco6h/wAs/wAf6VSr3cj/ANwp/P8ANnxucf77P5fkiD7T/sfrWp4b0X/hJdUktftH2by4TJu2b84YDGMj+9+l
            ZZjV9rh2rW6nzeFzP2lVQ5N/P/gHXWXw4+y3ST/2vv254+zYzkY/vVha/e/2NrNxp3l+d5O395u25yobpz61xZTLnbpfP8kfaZXiOVOlbz/J
            HM3tx9qunn2bN2OM5xgYqfQNZ/sq+af7P5u+Mpt37ccg56H0rLH4X6rUU735m3/X3nnZthOdSV/jv8jo08bbjj+zsf8Abf8A+xrFjshq93eT
            rOsUryb0iIzuDMc/NwBgc81w1a3OrWPGwOX/AFWTlzXv5W/U7LwrCPDRuXjlS9gu0TEqHbhwXG0DkkEnr7HjjncufFUNva3Ltb/voJDGUL4U
            9Od2MAdeuORgc1iekeNV2fwu/wCRkuP+vNv/AENK+hxX8GR8bgP95h6nqleNePv+Ryv/APtn/wCi1gCUgJoIhwvR6yZZJlvPAAADPAD/Cga5
            cl/jv0/VH6Dl38V+n+RztQRf6wV0Z5/y7+f6GuZfZ+f6FuH75+ldN4S3vPcQRtt81dpbe4A+ViMgYBGQAcnoSO5x4B5ZsSW6+Ts2CGOFDlEf
            JUu+0KwwcEEdhgcEFigqXT38iCIgyvGzhU8pjiRd+4twoBwOpKjIB55G0A//2QH0gBoIiAvSDk5ZJlvPAAAAAAD/CgYAAACADQkKCwoIDQsK
            Cw4ODQ8TIBUTEhITJxweFyAuKTEwLiktLDM6Sj4zNkY3LC1AV0FGTE5SU1IyPlphWlBgSlFSTw4ODhMREyYVFSZPNS01T09PT09PT09PT09P
            T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0/0Kqtz/rB9K8vOP92fqi6e5Tu/+PZ/w/nWbXVw3/usv8T/ACR8xn/+8x/w
            r82U5/8AXNVK+/1I/wB7/GufC/8AI0X+J/mx5H/v1H1KFUpP9Y31NfQZ5/Dh6n67S3KOof8ALP8AH+lUq93I/wDcKfz/ADZ8bnH++z+X5I94
            qrc/6wfSvgM4/wB2fqjKnuU7v/j2f8P51m11cN/7rL/E/wAkfMZ//vMf8K/NlOf/AFzVSvv9SP8Ae/xrnwv/ACNF/if5seR/79R9ShVKT/WN
            9TX0Gefw4ep+u0tyjqH/ACz/AB/pVKvdyP8A3Cn8/wA2fG5x/vs/l+SPeKq3P+sH0r4DOP8Adn6oyp7lO7/49n/D+dZtdXDf+6y/xP8AJHzG
            f/7zH/CvzZTn/wBc1Ur7/Uj/AHv8a58L/wAjRf4n+bHkf+/UfUoVSk/1jfU19Bnn8OHqfrtLco6h/wAs/wAB9IAaCIkL0g5OWSZbzwAAAVwA
            /woGH+lUq93I/wDcKfz/ADZ8bnH++z+X5I94qrc/6wfSvgM4/wB2fqjKnuU7v/j2f8P51m11cN/7rL/E/wAkfMZ//vMf8K/NlOf/AFzVSvv9
            SP8Ae/xrnwv/ACNF/if5seR/79R9ShVKT/WN9TX0Gefw4ep+u0tyjqH/ACz/AB/pVKvdyP8A3Cn8/wA2fG5x/vs/l+SIPtP+x+tanhvRf+El
            1SS1+0fZvLhMm7ZvzhgMYyP736VlmNX2uHatbqfN4XM/aVVDk38/+AddZfDj7LdJP/a+/bnj7NjORj+9WFr97/Y2s3GneX53k7f3m7bnKhun
            PrXFlMudul8/yR9pleI5U6VvP8kcze3H2q6efZs3Y4znGBip9A1n+yr5p/s/m74ym3ftxyDnofSssfhfqtRTvfmbf9feedm2E51JX+O/yOjT
            xtuOP7Ox/wBt/wD7Gsi207+3L+8lWUxSM5l8sJvJVmPT1OSo6d88Yrhq1udWseNgcv8AqsnLmvfyt+p1vhyJ/Ckl3tilvIrnytrhNmeXA243
            BuqnAOcHpnit228TyTzvELFRslMZfziVJ54GFzngk5AwBnPIziekeN12fwu/5GS4/wCvNv8A0NK+hxX8GR8bgP8AeYep6pXjXj7/AJHKAJ6A
            mgiKC9IOTlkmW88AAAM8AP8KBv8A/tn/AOi1rlyX+O/T9UfoOXfxX6f5HO1BF/rBXRnn/Lv5/oa5l9n5/oW4fvn6Vu6DNBF9o82TyZDtKS9d
            o53AL0JIJHPHU5BxXgHlnVMBDA/nz21q0W1XVITIvl5YfPk46ADA6kKAc7QInu4xb589obWGExvDkkx9U2tkgEYbIOM85wQOAD//2Q==
            """,
        frames: """
            0 1581 d81df3e6 key
            9000 1575 3d31f70a key
            18000 1585 34b6ff2b key
            """)
}
