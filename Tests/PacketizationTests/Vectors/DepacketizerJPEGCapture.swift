import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of a test picture in JPEG of 4:2:0.
    ///
    /// Made by `ffmpeg -flags bitexact -f lavfi -i testsrc=size=96x64:rate=10 -frames:v 3 -pix_fmt yuvj420p -huffman default
    /// -force_duplicated_matrix 1 -q:v 8 -c:v mjpeg` to `-f rtp` with packets of 600 bytes at most. Sizes and checksums are those of
    /// the images that it wrote to a file besides, with the headers that RFC 2435 appendix B makes of them, and JFIF's.
    static let jpeg = DepacketizerCapture(
        format: PacketFormat(.video, "JPEG", payloadType: 26, clockRate: 90_000),
        packets: """
            AliAGgV0Bak8FE0NRQ4AAAAAAf8MCAAAAIAIEBATEBMWFhYWFhYaGBobGxsaGhoaGxsbHR0dIiIiHR0dGxsdHSAgIiIlJiUjIyIjJiYoKCgw
            MC4uODg6RUVTCBAQExATFhYWFhYWGhgaGxsbGhoaGhsbGx0dHSIiIh0dHRsbHR0gICIiJSYlIyMiIyYmKCgoMDAuLjg4OkVFU/n+um07/lp/
            wH+tczXfaBb/AGiWQEfIu0t1/wBrAz7n6cZrGcHUjyx3bS/FHo4XE08HVVeq7QpxqSl30hLRebeiXc7uwsN+JZR8vVVP8Xufb0Hf6VQ616OA
            AAAMAcADtXm9fc5fQhQjJJa6XfVvU6OH8zrZriMfWqvRexVOHSnD97ovN6cz6s5nUf8Aln/wL+lczXTaj/yz/wCBf0rma/QaH8OPz/NnDmn+
            +Vf+3P8A0iJ9i1zOo/8ALP8A4F/SumrmdR/5Z/8AAv6V/C1D+JH5/kzyc0/3Or/25/6XE5msSy1AqfLmbIPRyensx9Pft9K2681r7/AVp0ZS
            lF9rro99Gc/DeXYfM6GPo143X7jlkvihL9770X0f4PZn0bp3/LT/AID/AFrpq8z8O3fnLLG7AyKFIyRuZBkZ65O0kBjjuM8mvTK+6lUVV88d
            nb8jooYOpgIfV6luam5JtbNOTaa8mmmfAFfQug2qw6ZDLwWuJJXJ2gEBCIwhbqwBUsOmNx4r56r65i/5B2m/9esX/oqOt6H8SPz/ACZ5Waf7
            nV/7c/8AS4kNea16VXmtfa4b7Xy/U9bgr/mN/wC4H/uU5nUCWIAaBXUFqTwUTQ1FDgAAAcAB/wwIH/ln/wAC/pXM102o/wDLP/gX9K5mvtKH
            8OPz/Nnq5p/vlX/tz/0iJ9i1zOo/8s/+Bf0rpq5nUf8Aln/wL+lfwtQ/iR+f5M8nNP8Ac6v/AG5/6XE5mvNa9Kry6S9DXV1b74PsyC7ETKkI
            P7uOQwYnVRKxLKmCXJk6HOa+/wAFSdTn1tbl/Uw4Xx0cF9a5oOXP7LZrTl9p39TV0+6a01SxYZIkkMLAMVBEu1OeuQpIfB6lRX1LXxNqP/LP
            /gX9K+2a+rofw4/P82fZZp/vlX/tz/0iJ8AV9cxf8g7Tf+vWL/0VHXyNX0jotz9o0q2BLloGliYtz0KsoU5J2qjKo6YxjGK9Wh/Ej8/yZ8Bm
            n+51f+3P/S4nRV5rXpVea19phmve+X6nqcFafXf+4H/uU5nUf+Wf/Av6VzNdNqP/ACz/AOBf0rma+1oP93H5/mz1c0/3yr/25/6RE+xa5nUf
            +Wf/AAL+ldNXM6j/AMs/+Bf0r+GaCftI6d/yZ5Waf7nV/wC3P/S4nM15xJAPtV1eCWNhOLsrCBJ5w+0xyKobdGIsoXG/EhGAdpbivR681r73
            BVJU+ey35d0/MjhXBU8Z9b53Ncnsbctlv7Tun2OZ1H/ln/wL+lfbNfJ1tbfbNSsIsIQZSzB+VZI8O6kYOcqpGCMHvX1jX1dD+HH5/mz67NP9
            8q/9uf8ApET5ttO1el2navlUXM69JpR9Hb/Guq0+9uj5mbic424/ePx196+XxWAnKLfPH7mex9ZjmFVUoxcHK+rs1om+ngFtgJoFdgWpPBRN
            DUUOAAAEBAH/DAiH0zLXMy1z1jqLSYilc7uisT972Pv6Hv8AWsYzSHq7/wDfR/xrqwWQVMRHmjiaelrrlndPsfEzyjE4yviKMrYd0uRqUryj
            UjPmtKDjbT3de2x1a1fWvIr+4mTy9ssi53dHYenoawPtl1/z3m/7+P8A41+nYLIa1KKbrQfykfA4vI6uHqypOtCTjbVKXVJ/qex3fevNLvvX
            0iYIm6xxn6qv+FcpqFrbjy8QxDO7PyLz09q+Vw3FeHjJL6tUf/b0P8jseBngKUqspqajbRJq92l19TwCKumirtRbQDpFF/3wv+FYtjZGc72y
            Ix+G/wBh7ep/AV9XS4hp4yXLDDVL/wCKH3n22VZnh/YYivUfsYYfkvezc3PmtGCW8vd2/QptVBq92sLW3fzN0MTY29UU+vqK6D7BZ/8APtb/
            APfpP/ia8vGzVWTSVj63C8QUcRSjVVColK+jlHo2v0MCWIAaBXcFqV88TQ1FDgAAAAAB/wwIAAAAgAgQEBMQExYWFhYWFhoYGhsbGxoaGhob
            GxsdHR0iIiIdHR0bGx0dICAiIiUmJSMjIiMmJigoKDAwLi44ODpFRVMIEBATEBMWFhYWFhYaGBobGxsaGhoaGxsbHR0dIiIiHR0dGxsdHSAg
            IiIlJiUjIyIjJiYoKCgwMC4uODg6RUVT+f66bTv+Wn/Af61zNd9oFv8AaJZAR8i7S3X/AGsDPufpxmsZwdSPLHdtL8UejhcTTwdVV6rtCnGp
            KXfSEtF5t6Jdzu7Cw34llHy9VU/xe59vQd/pVDrXo4AAAAwBwAO1eb19zl9CFCMklrpd9W9To4fzOtmuIx9aq9F7FU4dKcP3ui83pzPqzmdR
            /wCWf/Av6VzNdNqP/LP/AIF/SuZr9Bofw4/P82cOaf75V/7c/wDSIn2LXM6j/wAs/wDgX9K6auZ1H/ln/wAC/pX8LUP4kfn+TPJzT/c6v/bn
            /pcTmaxLLUCp8uZsg9HJ6ezH09+30rbrzWvv8BWnRlKUX2uuj30Zz8N5dh8zoY+jXjdfuOWS+KEv3vvRfR/g9mfRunf8tP8AgP8AWumrzPw7
            d+cssbsDIoUjJG5kGRnrk7SQGOO4zya9Mr7qVRVXzx2dvyOihg6mAh9XqW5qbkm1s05NpryaaZ8AV9C6DarDpkMvBa4klcnaAQEIjCFurAFS
            w6Y3HivnqvrmL/kHab/16xf+io63ofxI/P8AJnlZp/udX/tz/wBLiQ15rXpVea19rhvtfL9T1uCv+Y3/ALgf+5TmdQJYgBoFeAWpXzxNDUUO
            AAABwAH/DAgf+Wf/AAL+lczXTaj/AMs/+Bf0rma+0ofw4/P82ermn++Vf+3P/SIn2LXM6j/yz/4F/SumrmdR/wCWf/Av6V/C1D+JH5/kzyc0
            /wBzq/8Abn/pcTma81r0qvLpL0NdXVvvg+zILsRMqQg/u45DBidVErEsqYJcmToc5r7/AAVJ1OfW1uX9TDhfHRwX1rmg5c/stmtOX2nf1NXT
            7prTVLFhkiSQwsAxUES7U565Ckh8HqVFfUtfE2o/8s/+Bf0r7Zr6uh/Dj8/zZ9lmn++Vf+3P/SInwBX1zF/yDtN/69Yv/RUdfI1fSOi3P2jS
            rYEuWgaWJi3PQqyhTknaqMqjpjGMYr1aH8SPz/JnwGaf7nV/7c/9LidFXmtelV5rX2mGa975fqepwVp9d/7gf+5TmdR/5Z/8C/pXM102o/8A
            LP8A4F/SuZr7Wg/3cfn+bPVzT/fKv/bn/pET7FrmdR/5Z/8AAv6V01czqP8Ayz/4F/Sv4ZoJ+0jo+v5M8rNP9zq/9uf+lxOZrziSAfarq8Es
            bCcXZWECTzh9pjkVQ26MRZQuN+JCMA7S3Fej15rX3uCqSp89lvy7p+ZHCuCp4z63zua5PY25bLf2ndPsczqP/LP/AIF/Svtmvk62tvtmpWEW
            EIMpZg/KskeHdSMHOVUjBGD3r6xr6uh/Dj8/zZ9dmn++Vf8Atz/0iJ8+WnavSrXpXyQLu4XpNKPpI3+NdXp99dnzM3E5xtx+9f3/ANqvk8Tl
            05RcvaR+5np+3jmFVUoxcHK+srNaAWuAmgV5BalfPE0NRQ4AAAQEAf8MCCb6eh9IS1zMtYljqJkxFKx3dFYn73sff0Pf61jGWQ/xv/30a9HB
            ZDUxEeaOJp6WuuWV0+x8PPJsTjK+Ioyth3R5GpSvKNSM+a0oOPT3dez0OvWrwryC/uJk8vbLIud3R2Hp6GsD7Zdf8/E3/fx/8a/UsFklWlFN
            1oP5SPh8VkdXD1pU3WhJxtqlLqk/1PVLvvXmt11r6dNvC3WKM/VF/wAK5XULS2Hl4ghGd2f3ae3tXyWG4sw8Wl9Wqf8AgUP8j0/qcsBSlVlN
            TUbaK6vdpdfU8Iirpoq68W8A6RR/98L/AIVi2Nm053tkRj8N/sPb1P4CvpaXEFPGS5YYaon5yh959tlWbYf2GIr1L0YYfkvezc3PmtGCW8vd
            2/Qz2qia94sLW3fzN0MTY29Y1Pr6it/7BZ/8+1v/AN+k/wDia8bG/vZNLQ+owvENHEUo1VQqJSvo5R6Nr9ACWIAaBXoFqYJkTQ1FDgAAAAAB
            /wwIAAAAgAgQEBMQExYWFhYWFhoYGhsbGxoaGhobGxsdHR0iIiIdHR0bGx0dICAiIiUmJSMjIiMmJigoKDAwLi44ODpFRVMIEBATEBMWFhYW
            FhYaGBobGxsaGhoaGxsbHR0dIiIiHR0dGxsdHSAgIiIlJiUjIyIjJiYoKCgwMC4uODg6RUVT+f66bTv+Wn/Af61zNd9oFv8AaJZAR8i7S3X/
            AGsDPufpxmsZwdSPLHdtL8UejhcTTwdVV6rtCnGpKXfSEtF5t6Jdzu7Cw34llHy9VU/xe59vQd/pVDrXo4AAAAwBwAO1eb19zl9CFCMklrpd
            9W9To4fzOtmuIx9aq9F7FU4dKcP3ui83pzPqzmdR/wCWf/Av6VzNdNqP/LP/AIF/SuZr9Bofw4/P82cOaf75V/7c/wDSIn2LXM6j/wAs/wDg
            X9K6auZ1H/ln/wAC/pX8LUP4kfn+TPJzT/c6v/bn/pcTmaxLLUCp8uZsg9HJ6ezH09+30rbrzWvv8BWnRlKUX2uuj30Zz8N5dh8zoY+jXjdf
            uOWS+KEv3vvRfR/g9mfRunf8tP8AgP8AWumrzPw7d+cssbsDIoUjJG5kGRnrk7SQGOO4zya9Mr7qVRVXzx2dvyOihg6mAh9XqW5qbkm1s05N
            pryaaZ8AV9C6DarDpkMvBa4klcnaAQEIjCFurAFSw6Y3HivnqvrmL/kHab/16xf+io63ofxI/P8AJnlZp/udX/tz/wBLiQ15rXpVea19rhvt
            fL9T1uCv+Y3/ALgf+5TmdQJYgBoFewWpgmRNDUUOAAABwAH/DAgf+Wf/AAL+lczXTaj/AMs/+Bf0rma+0ofw4/P82ermn++Vf+3P/SIn2LXM
            6j/yz/4F/SumrmdR/wCWf/Av6V/C1D+JH5/kzyc0/wBzq/8Abn/pcTma81r0qvLpL0NdXVvvg+zILsRMqQg/u45DBidVErEsqYJcmToc5r7/
            AAVJ1OfW1uX9TDhfHRwX1rmg5c/stmtOX2nf1NXT7prTVLFhkiSQwsAxUES7U565Ckh8HqVFfUtfE2o/8s/+Bf0r7Zr6uh/Dj8/zZ9lmn++V
            f+3P/SInwBX1zF/yDtN/69Yv/RUdfI1fSOi3P2jSrYEuWgaWJi3PQqyhTknaqMqjpjGMYr1aH8SPz/JnwGaf7nV/7c/9LidFXmtelV5rX2uG
            a975fqepwVp9d/7gf+5TmdR/5Z/8C/pXM102o/8ALP8A4F/SuZr7Sh/Dj8/zZ6uaf75V/wC3P/SIn2LXM6j/AMs/+Bf0rpq5nUf+Wf8AwL+l
            fwzQT9pHR9fyZ5Waf7nV/wC3P/S4nM15xJAPtV1eCWNhOLsrCBJ5w+0xyKobdGIsoXG/EhGAdpbivR681r73BVJU+ey35d0/MjhXBU8Z9b53
            Ncnsbctlv7Tun2OZ1H/ln/wL+lfbNfJ1tbfbNSsIsIQZSzB+VZI8O6kYOcqpGCMHvX1jX1dD+HH5/mz67NP98q/9uf8ApETwu07V6LD92vkA
            XlyvSeYfSR/8a6rT7+8bzM3Nwfu9ZX9/9qvj8Tlk2nL2kdPJnZ7VZhVVKK5HO+stVom+AW2AmgV8BamCZE0NRQ4AAAQEAf8MCJ6H0PLXOP1r
            IsdQMmIpWO7orE/e9j7+h7/WsfzZP77fma9jBZFUrx5o4inpa65ZXT7Hw8sjxWMxGIoyaw7o8jUpJyjUjPmtKDj093Xs9Dslq0fumvIr+4mT
            y9ssi53dHYenoa5/7Zdf895v+/j/AONfq2CyarSim6sX8pHx2KyOrh60qbrQk421Sl1Sf6not33rzub71fUhtoG6wxH6ov8AhXK6hZ2q+XiC
            Efe6Rp7e1fH4bi7DRaj9Vq/+BQ/yPZ+qywFJ1ZSU1G2iur3aXX1PEoq6NOldWLeEdIo/++F/wrEsbNpzvckRj3I3+w9vU/gK96nn1PGScYYa
            on5yj97Pt8rzjDewxFapejDD8l72bm581owS3l7u36GY1Vh94V7tYWlu/mboYmxt6xqfX1FdB9gs/wDn2t/+/Sf/ABNeFjY+0k0tD6HDcQ0c
            RRjUVColK+jlHo2v0A==
            """,
        frames: """
            0 1994 a520b958 key
            9000 1992 c1e4b7b1 key
            18000 1994 745ebc81 key
            """)
}
