import Codecs

extension DepacketizerCapture {
    /// What ffmpeg sends of VP8.
    ///
    /// Made by `ffmpeg -f lavfi -i testsrc2=size=96x64:rate=25:duration=1 -c:v libvpx -b:v 60k -g 12`,
    /// then `-c copy -f rtp` with packets of 400 bytes at most. Sizes and checksums of frames are what `-f framecrc`
    /// tells of the file in between.
    static let vp8 = DepacketizerCapture(
        codec: Codec(
            .vp8, clockRate: 90_000, channels: 1,
            formatParameters: ""),
        packets: """
            AZCAYAsOx+E6XYZMUwOQgIAAsDAAnQEqYABAAAAHCIWFiIWEiAICAnXVC/gP4A8pVLjjX4OfsX/T/kJoL8J+3X7H/4DdJCp9PX178i/7
            Z7kf63+I/yB/Gf+A9wH9HP6T+Q39u+AH1A+YH+Ofxb+pf0D3Xf6J/Ov7N7gf1w/uXuA/0f+W+sP/WvYB9AH9O/n/+1H+hf4H+9ff/+Av
            7Hf6n/K/AX/Qf5l96X7/8oD2CX8n6tfgz3ru8fqX+LHswfgDsiXpf4ofuz/d/h3+S/ir+FfjB5E/5T+UX9O/a/LXPzA/oH0FdAfxA9wf
            kB/AH3Dv7d+VHvx/uO0D7AP8B/gn9a/kv7B+21/Mf4D9dP7v7aPif+3f1X9mP699hH8X/jn9J/rP7U/1f///+bvAfZK/TX7/+uUKzSwt
            40G/k3b81daJHAeO73Z6F2H/qGshIZM/B03+3hipjXUxmlK6g6LVEf8A/NDlGWcGxxKepcqoetqX3nNDQ8EfnYfoS4XXT3nucj51d3zF
            1XGTK6FshxzOBbdFAZCAYAsPx+E6XYZMUwOAgIAA3WO6fkijC/ATnha2590A/v5LlCi24MSDXnQmAfY56zT7jvCSmu8y6pZP3vVJNPvc
            rMGGFrGJe47Cm0uzTMJVknpNmCSj4rXaNv/dhfsDfVYaYCfCCCMKWsAjWORaP5DIx3cZ6kJgH43iO1UBarCnunbdknJ+BvuSidkpbqch
            5j0q0cEW/LeRfQl+lxyST027/+fbETtWaBQoz+VUbSjvvJX52++Hp/zjPyG+TB+AXzQ23jxA/DpMZF7QndimOIuzenEFBPiBoo58kPf/
            C81lnajlKgJ5NCiCjoLYYx5rj9Eph9iqPW5wU9XWyi07aQYG0FpDVqJO/9XUj4Hvem7XlhXYxX/v7Z+8JG9Le/VbaI+CJ+nhtkpc61C/
            sr9KPd2JrXhzsb9jqgPlKmFaaRucn/4PG2xY0ZhpXEZHZDBswHqcTsjQYgB3Z6Yhgh1trT2/bqWE624jrGN9Zo4cyF3UdXfSO6lWUlGy
            +yXhEnWgTDm+BUVFFq5bASB1DzcCx7GEAZCAYAsQx+E6XYZMUwOAgIAAZHhXdjYJrpgY1ZRscsUB1TmCaCdVwnVlh+dPLIM4NjsWp+rK
            geN3BtCSV4S5CJKEM/ouzrTDNdry8Dt/hvISZlI9YnZsxle30sTaWnJ3ewCoMcaD+LAu5asYIi8V3KDMjFUkkbUvrCV+scys7K3vjBAl
            Rm/xzU4vVWNYSYqX73D1q+3eGQhSSEx764u9Y/a34EEuzUcj/6LX9JtEVd/DSF31+hykKLARI0dD14R1nbDhm2oT+aFa5O7BjpgujJh6
            AtJtPFlpiDdnLiVnl+kcfzQAk7Hgg8L5JdfEMp9LaUfHTgsfyGbNqN5Wf/3SoALh5DKVSx054BLzVC7f1KlzVtBA1EzTPziLumkE532E
            NFRslgYsYodehlH+Qvny6XLCB0vnpU8sOMuaIkMri8D4oqEzFApDxXa+vas02ibrmd6zmdy5pWarN2L/H6oenMPux45nWdtDnfhZz/jn
            Lqjm5teKTuf76PpRrXDZ+5XI88Iar1O2FvkPEri0ywkn+RyIAZCAYAsRx+E6XYZMUwOAgIAA3qq5Dl6TxR7wvsOIEGnfZLjvaEsBNGeB
            zt/l6Zyufc+HtW/c53Kc9hOa/J2LS6nzq1QsfM9yTAzb+YZX+lpgQPc7FMZHLUw4B79gAZMEWJ3F+jh8UG6htc3//luqslQGX5jOKIdO
            +2Mwhd8QoC2v9YQz3bRl5tXnY7kAPPYZNWkvvrIDKuzdQgfGyqh+NXCivOAz/W1xYFHyHlGd/eUeKlu6IRU/u1qOOujmZ2KvpURl6Bmz
            FyekGVPj9Wa0authnJmffZzVWNSIbCdjxu3g6bNsIJ9InWHGEUEd9s/YJiqPBpWCC3646WUGuYZcf//jUrcexF+uTolztfep9Xnvul1L
            9Ql7FHl/Y/df5vlejqfgWp+GMF3ud3cIbKsfyzh4dPi245u9fow2Itlcdezz4p54py/YqC2UGQyg29EARCCgqbBV+eNIHhq1XxfDDJik
            K60pGBHEswGLWJnFTG5uflNn3kttubGwIJ1pfPXeOi1QWOvWCfB+W8i/z+GOXnDIAZCAYAsSx+E6XYZMUwOAgIAAQpbisQKHl1pSM6Fd
            84/Rstc2JzdCAP47Gkarh9hU5Iljx4FpLs07wtKPv/VnGWKhERCe03xpSkeUkQDadJUjRFur4TbEGvfpsAGf5j3aQ9zlzc/FwOqxuPTH
            m+wHBzH9VKQCtb7h8ienB3uk22Inr0x7l1wiabM8nMMkPv/2/sF1aLw1U9l6qkxYRzww0HmaS3LrRobr8ipgBKz9AEnDTgezihRZN4NT
            gnIasjBU0pSAifE1oS7oMD2ANAX1ba2WPA74DoWKRlaIzjYVnALtJOSgEvdqT0RJpmKDcarFEXr7OgAIUqQxnqtdx0Oq1/U9Ag2iGVka
            bNE4+nJCgvjPGlJhf8L+55ucpw+E6PzBSXpDbJzDcH94/PMaHxBqGv0N4wo7HXOxkx/r1kjt5DIoP0P9W1JHiDARXzAL4tbJ760QWFVm
            +E2FDGlh+nIKeZQ4GmB6AbccyotFvq28NffyyJrd3IIj7hS//9Gzh6qSkgsxo0uRyDfRaMDRCbdCUJ5IAZCAYAsTx+E6XYZMUwOAgIAA
            y4y6Urr/Abn7Vs8vMVF2B/lpIIH5BFIA5KNLyzzpGnsPHEvgKhOIqEkyhP9omrHZ4eaB65B/jNZYMX2YVosnHvQ5X469Sb+adB8cQChb
            HSDO6f/tDYwp1yApb89qdL+n9/DRQo0mTh7JcAYZ7Xo0a/Pipmj/t8v4068DGB555GiUdL4XQ9ShEM6OU4GEBpV0dhZrw/KUIUl9ztOY
            hVgKHo2/Exv60Xja9/kgQXTFETPSiZXYTJ2+WGVsJZrplL1WdKYS9zN21PS3AWvRmU3ctLbPPqKT+fAiN7/BJJkADGCNS3NAt/n+OR8V
            CBhAENMgOeEhpkBzw5B3bulfdmAw5XLk0k7CrfPSjU6TKBQSAaFw/IXjOAoWyolzPThbNyjxTil6dGWVMbzdwhyw9PLp8TwY4jPmUyyT
            NU3M+EpV9mm/La9/V34DhkzQnbNnA96Qxst72gD22QxsgsE6ImBUAWZpEjsD6ZUoLgYyLshcg2u6ztdbooKJ4C+OFNXeoUG0AMOA4AsU
            x+E6XYZMUwOAgIAAlfjQaumcsOgK472Piz5c8ZnKmWav1Nkd+a16lgisL7jLzmyH++eqHLV3gHsUbhWYrno9iL0V0E5JDEatSXtF1msz
            WuUIJDBS3DK0sM/4q+LE1IgaU05PwFjbKbXbkOsSOZ9TPpFJUa6iLETVJHvUmv1jKtd/JZDfxVzttiDKIABI7sYMfM8tRpiuABtKwJGP
            TTlm8DYfSAJgAJgANV3YAaru5/92vO6zDB4s7IOGS6HccAAAZIDgCxXH4UhthkxTA5CAgAGRBQAMEYwAGAxRSZpxu5Agtpg3TYDbVPyT
            NBMaReKXDbCz981wOav3bFOsMS65ABfqGSMs2mTAW7YZosJtIAwjklq1xPsm9tAcJLOQfvdYAAAAAAAAWYDgCxbH4VZ9hkxTA5CAgAKR
            BAAMEYQAGAjPMqfTm+W4Vtz3IOCRTcqVx9DNeVxlY3/IvdYg5UDJ9hdIkgc3V4qMPIoH9c40SbsyBgHhAJaGc8hm9+yCFgAAAKCA4AsX
            x+FkjYZMUwOQgIAD8QYADhF0ABgJc7/gdiRqN/AJX/DwnVT0bMRVuAV+WnjDcNGIioWLKjonPEVoYWP7NRvVPVVzH1DAAEbGLcxFxtqQ
            gM58688csAC3jgLVycSEA1dwD1WT9UuKyxYVsolIXs7z+Vk9XPQN3ksxKyGNcWh2MFBlBsqpJacYe7UAbahdgExZyr2IEMIeLJXqjaAA
            AHOA4AsYx+FynYZMUwOQgIAE0QUADBGIABgB78gjmi3M5w2HeLSBKKtRyLnAdHY2heiaCzLxTeh5yq4ugcEESZE/8MbUHO4kopbNNLTS
            TELqXpksjorSbRKkjx1pvCVSLhJ+TUFj/rxs7OLl2TU0a8FSgN2AAHmA4AsZx+GArYZMUwOQgIAFsQUAEBGEABgEL/0NwUlBtAUShIU4
            wU1qHjqjYl8I+HcwfkiVkdmL4g8R7w8wyPdAd+G5VFrMALCoSmC2g5ngC22um0LjKXFbCaRtFKFA6wpuxxQTACYukzHkOyaxWNAuWeSc
            49MiWmAAAHKA4Asax+GOvYZMUwOQgIAG8QMAEBGEABgAIjAs/+k0tccQ2EVps2dm+v+O/MK6Q9CboOUxUyol1I+4zNvfnRI1v2EF99PG
            OcDeN7FPYirozXURAEWY32nB3ZtRK3zWH+xWQEYhj0wniNkhVDiR9fmcwAABkIBgCxvH4ZzNhkxTA5CAgAeRCgAIEKwUeeeONh73//9N
            zPXe/0t8uPMyP/Z9jj9+cLYMzuxlbDAqHagNBCXCQ4sHLuKbrNzs6eQUe6FWjRIJWkxWzxszPJkLa2U92DruntjME794SEC0Ahs8C7vj
            ES43kXl2pGRrW5DXZ3Efg1+D9SnYl1+Byh6FODxAJMxvNpukSYoGTnElaXTXJxKgVZkzunuj0M2VuYDfR0/MpwgsYLydJ/hO/sOmIqQj
            aNx2KDOuunYLzBO7jv8qzgsRvn+8Gg30BccnapzbuuIfp5HtC5hitfWyJ48m+tJyVQTni5hh5Or/vvQsssRF02J2Nk+ZpbSalvf/ev0u
            aXvyJgUe6SXoF1v29ULqybcAAAAknhdt+O0xyvOyFGkdEDA3tIy4EV1ifwp7+ZsMEJ3yX2XGYgYRZz8YTPHQzcANHJ7Bb4NHyiTQ8wT5
            OWRtp1aH/l04YEueTsx7+ncQs7Vm2Guq20Ft+VinFZ3TtwawJ0QDE7BiF2Bmpk6hvGAMYsn7CoAANYDgCxzH4ZzNhkxTA4CAgAeDBKzJ
            4+vckKPjEAEfa6TyFc2UTkDqsZnEdQCNzE/TwLXKIiAAAHGA4Asdx+Gq3YZMUwOQgIAIcQQADRGkABgAIDgt2BkBsbl7cXB9fV1ppp25
            PaE51Bn6RyjuIAAOZ7980XK5rE3Z7PgA4T+4DgFN07Q+w76YADqIMbsr6p4iWOWM/Y4CTwDNRKaFjBEp/s4ExYZ4hzcAAABXgOALHsfh
            uO2GTFMDkICACVEFAA0RqAAYAB5AKPRwcBTzSBWkuZQ3LgGpqBRqmQe6QPBSzk2zOs2D18WWAAZZRXyMHZwmEwJJBRg/Q2FtgSwDYwAh
            snwAAIaA4Asfx+HG/YZMUwOQgIAK0QUADRGgABgAIUAp6/Ee46rvWtFwBR+h/nLeS3JDaG5QJ2gVMvvhMR68VLBQYN+EABHFAdBt8yNt
            XwC33pWl64Gd5F8A9xEEuCN/JEiatKpkWNq8F+KPMwaz+8nGBgrDv0Edk5giQwe/AvQ9LxYmxepDUtHAAABygOALIMfh1Q2GTFMDkICA
            C9EHAA0RsAAYAB04LePorQdZiNN82qWa4rLtFe6Ka0B2HCbZB24Pu3izSEkN7vfeqCe8gegXdQZMkBamhHf7iXfgGLyO0W3onm3y2aMS
            ZYYcvytG5vi8BnkQFOefKCTAQsAAAZCAYAshx+HjHYZMUwOQgIAMkCYAnQEqYABAAADHCIWFiIWEiAmDMNyBhUvoF/AfxA5gaC3Ivxd9
            hii/0P8C/uduEhHey78191fuq/rf5gfJz8Uf0D1Wv7T+T3vGeoHzA/xf+S/4f+3e6v/U/9v/ifcD/kPUB/nP/D9FX2F/0B9gH9QPVR/w
            P/Z/yfwO/sd+zPwH/rN/385N/kv4geDH+A6Gv0i+a/jnb/ezeTP9m3S2UH/C+41/kv0B8QPmPehnGA/x/+Uf7P7K/pV/Xv9x/i/yx9vv
            yl/1fcJ/Sz/gf1bsS/uP7PH6ye1/bHKQKWV6nXYhGCKG+XOYrvdMHUJEXubpVbkCvGtRkwhqSIN7r3PNGj5vQdxGA79RsAQM9wHnf9VU
            YI6ZHvWJVFHqMPFk29fwkqgDV4tJAc87sL/QIX/6hOOppOLW/k1d/Vp05SN4+riBS3sGdyBcdS4GKflSIz2GU2eFLqRtvRw1Ax0YNWIv
            OHn046q/S/wXpml9DX0wYFYLU6W8nP3UYLKuakWrYoL/AZCAYAsix+HjHYZMUwOAgIAMFld/Xcd3nJAyNHfRkyvZalpeXIVwDpz0JtYv
            mj+IKYgN+v4w2J463KcMy+IswAzhZeb5bA2tOx79cpyI9OzLgsewAXwVs/Lte8/4hgxdc2+YlkzNsgmDLiTJyEpsxcP0kJtUK/Ki4rIv
            L5Fkx1w9ZUWsB0GE3D4awTNpoj8Z4g/UcixFNrCGJNdl0iOXm+jic+l58Hux3re3iL6Ye6d6mZ0fNk18aFXBPSsyGE0fPAZCJeVr+GGv
            fMThloC98QTz70lVIk+BtYR67j1NlHhardRF+u6CBvgnPoMeVP+tQPeiQFd5Mpp6yckF4pXFOTCLT+cot2dL2Y8cOBK3k289sFIBkoEM
            e1P8f+XPo/xCf7hYYTqr08HhrMrBNVFRm5MhdBps0L5UJ08h8W7qGx6VH2wijOaTAkN1J9vLfyzcrhoqxnrj28F9W7cq6G70zJtCMzZ7
            J18ZBbTu1Y//V5klkLDSToO8xs9qhjFsZvwx7QtMZ2h7xqmOCPqw9Ah4nTM8AZCAYAsjx+HjHYZMUwOAgIAMxuaCc0RLpDp/+PTNCj1L
            aPFhMfCupYq27hPnBhvmcnLGrsjCGIIMoQgK9RcfpF7FP43zRT6InapjqUlZfRadGymJEF/NFPoidqmOjSJh0M/TQr3ihElq2e2XmX4D
            F2YwZOAOT6k9WgRG844oH/3rP4aPESjXWrRjJ2IbAtgOajMOsPbUJRZKXBdVzIeYGs0G2p0B4djZDwxTCIYHTheDCTh+6QxMXEMVb3RI
            vGHa5EL9F09u7NDzxWnEbHmGM5cOnF+xJbnjl3ApKxCbH2fuoVhoIbnqCFM/kFKjubHrcGnKc/85rAT6piPZHFOESfN/ueKWGUZhhHjC
            EMhoRWkBNcQ6ToqlHr82/a3iVCbcooMl2zlsHui8Vd0Xymgu9tgdGLQ/MQvRm+GRpdYQHSnc5egpr+fRYGKXo1KVhcw2MU6O1T8XD2as
            ZF+ijupCmxtI5wh3wye5of+LTJCg+dZyfSEa9GUbCLdXoMlo7q2I2AMF3NU9mHyIX9aKgK7toMMtAZCAYAskx+HjHYZMUwOAgIAMWQm8
            Xvil0yM9eXEvcwPj+hX0zRIr6PrT5kNjNJ0ElG0EoIcbFF3K/reSpsUb5WS21igIKsaZF0T4H4f/3LFUG4l8Vzi+TsYXvy/ljQOGvWif
            LFcExGSNxkxpObPMFIHi9pOEtsxYwMr5WJPchHX9yZXwk2Kbdi/Yu5AAAAAAAH+zVfrRxmN29ag4yid+Wmw2j/BXll8sYAA/lQAAAAAB
            HgKn5CwVvQRYT5M03NQJN4ZpEqteycwdAr0owe+nRbqhc53v3vMl8AT2sNRY+Yd8Jf3ddHZOYOgTl2btScb4MsoN9mbbmu4jyErydc3p
            flidNOBqEkia/qhOh7dBVtK1JG749ntX2Yw9ZOftcYbUR7b/wfSUUwCNMfjcfLiP3EZbx168ypf94jgIM5/3WLw/Ij2WWpx/74Gee9fB
            v/hcg5g2VQGDTawynxJ75VumNijMyOis33kCkepptZScz5bogCz0Wv4ld6Jrs50R90aQALbooh58UX0UEvryDuLEHFxSAY+A4Aslx+Hj
            HYZMUwOAgIAMTBVALvJW9xg9cH713i7vqx9j34WuLXw8JXIXxe2oPEqObi0sy1vrwpYcjw927Kf2TnI/yCOKkKLWpcBBCtdD7D2g20Qq
            R9JghFh2N0VJjrp6cSg6uQzvE9htdimk/02a9amqqhX65f6y+W0Ci8jMK53r2ORX3mOIYRTaeggLyGZmYXZVgw76YHwWVZWL8i/v9IQs
            mraGpFaO/2fQXp3TGmYPIO+YASs4F7dGeEIWhfhPQRm+04140ImUTScZbZ0sOHLVixHIbHV5ZK6PO8Itdarec9xnG4xhcNZFT8AAAaxA
            AC8H/9eIv/skAAAAAAAAAAAAAAAAAAAA03ugAD/0U3/RSpVlAEQ/6G5AAAkoE//2b0AAAAAAAAAAAAAAPUBMiFvUazZBlmKPzFjW3d6V
            BPgYUj5iuQ8YFdgLOxT3inHOAYu5DxXethpInXchqC3eTh4x6A4kmFcPOec6+xPbopnu8KwjB86r9ukebcs8JF1FQJw01NMSnChQMgId
            DNwAj4DgCybH4fEthkxTA5CAgA0xBAAKETwAGAxU6+i3nhtB84ME+meEwz7fdRJM03UuVXxAXfgqMvMISzslXKkYQeIeQ+afH3anLhIA
            gABWNRAAKrxWdOZwyfi0HuQIrZoeyqYqG0qKZNRXeKIBeFsOXHJF28xyBZI1U15HCLKlwPJ8W6e9FRQj3PNgGTAChQAAALCA4Asnx+H/
            PYZMUwOQgIAO0QcACREwABgIU6r9EvRgCHgapgpp17jPVIhodxJ5yalfxATgwTEzX3nt1qQosfKxRVycXRbeehGeuO0Xog4v1kALW6E5
            hKZVK2E9KOoxmAOBNvlxTJC26Bqy5LUEut7ARo6HrhXi0dGvO6kEkg2zWBVkLAJmSsXcSJsavXoEkc8qASDwi9SWifdP0VYd9wv/QR8R
            XD+jjTsQ3YojAJEAAADEgOALKMfiDU2GTFMDkICADzEIAAkRMAAYB+gOJG3fP1oBMfuJvzbLuN0fdQdyJtKsXuHReCv/xHEmKu5ZsS2q
            +6wAFVAx7HJijllX9RykwhOknzeQDEvwJoRIhHqyZKhwjTzBV0SyTc13aPivA4+e48jF31XbenX2qswCoJSv+CWdBPE8wPZW1iaeujOj
            FWp6BEiP2PK/nj+g259IAgFHpMuzeya4ypiPLym6+8Krk+7QK5heNm8wn2ukJ4Ak8A/5VwVWwACsgOALKcfiG12GTFMDkICAEPEGAAkR
            NAAYB3B8v/1X7r/XIgjx+zuMag8yTivYXCoJeI65t+82oFBqZrmY0IuBbeWs4qskABlu8QAMliDAoqYRgPn7GqmblzMsh7k3tZtlGWQx
            Hn1oiPTzIeOBLdOMklYMKVlUVGUsks9JSD3/x+gQMhogzkku24qXBNaIp1KWs+tzA5+2iAQl1P+Jf4ZEIEI2sogXjYC0gL7AAADMgOAL
            KsfiKW2GTFMDkICAEVEHAAwRNAAYB8+htgIu5uo8vPUpPWe60hkvEg0wbh1VpwuciAdweJsQvSSnainTIM7R6H2vucMsgJjLcAABZIFF
            TCL6SEwrrZafDmG/mVwIcvupIzOBGhACxYCO41p+Pl918vEYS+vhZnnMWVaOQAlOct5EmwaGAFMiWIPtNR0MyTbiHGfZPjpiYDvQnK/v
            ZaY0H4gC/sCRbAS/BeFGzVSAI9Kxr+ccFZzcAAAAAAAAAAAAAAAAAA4sMsAAAMiA4Asrx+I3fYZMUwOQgIAS8QYADhE8ABgENV//4RHt
            Z9dObGlfO+X2XwMAZ0Ke2v2Dcn8rTB+7qtSq1IEETDQ053CvNYAC4j4EACWqc4zX6wLXACKz83+ASr9QuTY8+wZW2rRvNNTGFaxBNw/D
            bOnoza/Whbysy4xLh95dgPgDL9efIuKUIEeKzIg5Tn2Gs1/E98MUl9Z3PAliwSD2tpgCK1cKnDJDK3QDSfCt2iKta/yxekATYLhVFXHb
            ybeKAN3YIOIAHh6IAAGQgGALLMfiRY2GTFMDkICAE/EJAAYQiBR6bG/jk790iwjJcnYYp7Hq96FSQP+s9PQ9P3r/uQ1A56HdxxugAfWQ
            pPoTo3y4qa4i0DquyKoJf3w9PPr7JviK971z6veTSrPn+AALUPBlMFzHJvlqrTzeOPcgbLJSQVslombQRvLmLht/374XqbZlOxyQX+nH
            ShvUkH/WSSA/jn/q11JclOhX+sMXji3/VdqwjP7QvV3FjJv/dt5vIK/331XwqtUou9+wT++WnZRhY6OqOZpBjFOT+GV3p6K//6iVJXsP
            2FNDAa0ucXQwmw+km2Qrdps0B1e3sdaEY1OHqOMgsXMz1LPpEF975HicJjZxQvNpkmJJWFrQ7qqzv0pIDgQGQj+kFoMoqyyazGbQB5CX
            PZPkIWFSHMQFDlBIMqQ+JACvjX7yCf97cn6mfawP3kX/5nev/I49YX5bLxd2TX/X/bUcTkOBR6xI4vj52kI4AW5ZJRQgL+V2Xz8dc3Ky
            O/oONFFM8Gad8VkV6C6oraoFL29v9tn1TwDqgOALLcfiRY2GTFMDgICAEwxi38+Yz1pwWHGUNuwcMH0RlzEAAqIAPpWB2xvGgb7LfESS
            juGDLboBOAmh956ilIfvkSDz0Dl7hu79NpdBnjZAn/WGaBORHa0MuBBKRDj9nGupJ29HjXYVcXDAJ+vHcZJS/1RiOPwrQJ1o5zdcq+pa
            0Kg5OBANyZpG/ZywTvFEYiBLLB51QrA1ZKHFkU3CDlHS6OuAM0Hbr94tE8m+KKqlXbK/PyypUcZaM6NsJwz4xq8AcrzffP2YaUQWWHtF
            G0pcRcy/FYrPfipW9PsaePxqFEC6tg2FlEAAALSA4Asux+JTnYZMUwOQgIAUEQcACxFkABgAIjAu4Bk6FptEPiWuOhwcIBU18UVMg/pd
            MDyKgJ54u9KxUtM/KHBcfkZvyTwxrLH0LgAoMYQETXrNlwHg1X1kYgFGjnsAAEEACpoiFcX69spQbAMm2pKoL7hMAHrTZu3MJcUr1SrY
            AJ2OjcCBiRQBHQIsspIZaGSB0VVUOMFvDvQNhIWPoD+E9gAEduJy2oLiNzXzs9kg+/gB9sAAv4DgCy/H4mGthkxTA5CAgBXRBwAPEXAA
            GAlP8Dp6R7j2DPo1TuYCsISEFkNPgDBW2UfEr+hFkLeuzMIaP+WTCT/8TTilW9ZFjIxBMoEqbv/MFPpRIdZ+uGRNoEHQqr2xEszfPIp7
            WmKTPnuMALF/qVc4fn6mgLeNWCIQD4fUPftF3alkmAoIIjUuD354AYlHGuOn+KqkzG/0GUMR8CwEgAEOglU9ZH/rJ5aG/lSLAeb3MPV3
            4A6jbdjPJOtowz4AAIyA4Aswx+JvvYZMUwOQgIAWsQQADxF8ABgAIzgq6yFXJgIP/9nZ56Dru0VA3q48FVGKwBhTONnMgDMLJpmETRqW
            DMFX/OSa48GNpGAz8LDZXBIABZMPnbL1yVhey+XogQVy51dU8K6jeO7F99d9BgAIqMQAKJ0jOFcuAnfZggOzxbtSaoIYe1G+XFQ+YADI
            gOALMcfifc2GTFMDkICAF1EIAA8ReAAa1/QMn/DFAO//iGqPvvwtwESSTWkeT2XAZjdUdyqW7JVbQkJwEHg3KghVbguvlx1y0S1uF7ri
            mmyVy7QxUA/MJyseSyBHGIIFJYA8pltlyJLKFA6DTb8eGTRxnjOpstfYKrI0QHIGYH+Kf5JE+BvqoZMOyOEEEz/8fKwwqIv7juHlIrXf
            MSzkWxvPNuoCofJgs2ZRH0ekFnSlkTMazokDcbF+93/8g/US+AYIs7j+OAABkIBgCzLH4ovdhkxTA5CAgBgQJQCdASpgAEAAAMcIhYWI
            hYSIDIICddUL+A/iBylToem/jN+S/yE01+c/f31Z9IsQXq2/l/dv7yP7L7Afwh/q/Uw/uv5RfyvuPeYH+a/yn/H/3z3Xv67/nv8V7kPQ
            B/y3+I9Yz/h+wD+nfsA/rB6rv+d/9n+g+B39n/2v+BH9d/+7nGf8z7Ve8/xVeysu+pi/bu6e+S8kv7xun9569r2yXwD4F+Wg8ISYL/cf
            8/9xn0p/uX/P/w35Ae0H8q/tP/l9wr9Nv1q7IvpAftX4963jjU0e6lStAkzf+vA8vq3wwa0nEdu0Bf4pti0e4l5TDF68AjwA7pp/x62d
            Woo+X/3rwP+j/BCJT+z7JOBTsAd5Dn2MxauEnCMtAcSL5FXhckUDuXsPqvvVIGPnnkKtrzz74oD9qcgqI1fbg/uXISxf560l4B6kFUCj
            DZLTMjronFz6yeh45Bnf/6V3CWV/Io9pmUpLHA0Ws7fdB2LeHrFJEnt5ln9uB98bGMNJkegvwwMBkIBgCzPH4ovdhkxTA4CAgBiYFrrY
            Si/1rkgWK9f+z74CjaSW5XW0MNzIvgZd5XL9s/DkxXybXrttPsst1CQ+gy72HjDCFX7MBFP4aPpMFiwv/ZsmvjucS/kblxTz0jZLwVlp
            pbqatAglTdWUFfUtOjgrPaxWZ6kx5ltAt0M3B2dc1v9/cQ9/1WEVG1aqJ24TN/D8WIJgn71qDfxmGwCu5N8UkWlc9/Qc/GNEUYnnU59B
            IX1Yab811jXkYneZTixBQnNS+SrapWQbBTwMsk6SrTzNS92TKk9CstAq39S3AhE0Rxcf+vuqqp48gJqpN4n6s5lpRd6Ofc+umV7CvPyl
            oUtR0MIvwWgiTx2nQfgAla71tmP1k0CdgnJZToM97EZIUpivLY90Kq5vC0bv6Mprfdi5SZUqfd2fx3W7VPVMD0//TPY8r2HRrhiGMNK3
            Ic2oNp3YCjw1GDtvMp1CgJmG+y3XNk6cZvRGrvxzy6MA8uf+hdwDvhm9vHkZhsFF59UiLAvmTorqzK4BmH/hgj/EwTABkIBgCzTH4ovd
            hkxTA4CAgBjdGi9U+QP/t7AcnfD48PdTKCUGF43G3Tv0WpzrroORcasF2vEzZFc/EV1cq7/6+1BwOacVzEdOtKAp0lU48DJFFfVJgdJS
            /fQGq9Slc+GzAJy2rwP2MzntQ2mDHBA54bNAk/uGWXL2qzM0A3yYkOYFJcSHxsT2gjtC8VwY0fs29jPrwItfN0GKVezLbiueC8f6Mokl
            4gnN5SAacao/G9OzSrE0wn4wP8NTc8eBFPs37bzeJd/rNVOPt5HUFo1xld6MFllgfqK5WEuIymyZlpjSNyaQP3AmPz8rLxPLAzpkysHc
            HaYoVIoBrfOwlHxGrjUP2zgAVvBougV0Kj+4GCUb7b7ugJ//q0zDECPcIDt1stnUckixztvwciN/019z7eA9eK0hmJnvgSTwRCftPRA/
            E3P/p8Pr9qP1Bqs411Wz+IaOPuSjV4F8VsoXinsAd+RVq1JK4Fz2f8W6PKffkttvGmxKf68Yf0W/vTX/miVBxILTUOeIqnlgNg9AP2SJ
            R8ABkIBgCzXH4ovdhkxTA4CAgBggoWvnEMmLLIkvHbX1fdM/zqssokAAAAP/+A7R5yj45nxzPjmLBE9ywRPd/+iQZ9WPuN+7VZv2pGyv
            LAthLPpxgioekFsS1gC/O8+bJ6K60iAB8JMQAHi2HGufGy+BudkLI0PQl6WNgu9XISn9Sq9fspesXAFWkt6S42CebkJIahS4rlTipcJv
            L3cvUh8T8TA7af4gbs8kMZ9Q3iWmIlzcxl/DThOmiof/D652728gmV1IPVsY3HwUsTtaiqwQmaLQODWL6qL2h5LMxTE+El/pN+dNvIhL
            rSb//VPnuVeS4aA/9DN6hPJv5ZyU3fX8vBPvWOlr1Z73ufm1reWcA0ZW0p+jJSFV4y0vtvk3l8v803MWhpqoyaMFlFC5vM0flEJby6iA
            yyG62ZL+etKZ8uVR2/I3ope0coaEN4/2SjG3+T7X24zhSKYgBHh1sAhK4p4j5PzB4afvgN4RY4VpO+iOlwNhRvyFHUO1oqYPyqynBw6M
            24M42sNMFGKtg/evjjYBVIDgCzbH4ovdhkxTA4CAgBi28uXXlXC78v99gbNW52ECmO2pcb6hxoJGC8rAdW9xWosiycxAJ8T0oXRQfl4f
            PCHJo/9D03SmWHyx69u6rnkcSB6U5QYNecUvJJ507Fn817PCU8KuPxhxlAU/V8PKAp+r4dsIryzi3uWTZOTVpEpCqn9D+Z5V2qn/y9rN
            y7yOQjE0bMrp3Mvul+iqZgASIwVHT0fsSR/0uqJBCPwACQ1zddhyMrbUzxuGp2P1DvwLmg7aCyPUkYBKMbI+az7d+whDU9b/xnrrV3C6
            pzqqAdkZOPIf8eQUITxH+66v5D1ReDgANoTUADMABQYP3AXnxbO0cJi35Yjvky2o4ihwABfoj+TY1IUb0hWQ1Y+BVkew9At/N7jYv/pv
            3mAAADcRXkpUYzIno/vpK/gCQ/EHxAbRJu/eTSQgPdFdYMDqwxgyw8WI3AA=
            """,
        frames: """
            0 2483 2149011a key
            3600 84 aec822f1
            7200 73 f16b2204
            10800 144 273940c1
            14400 99 f2573022
            18000 105 9ae02baa
            21600 98 11893010
            25200 421 39e6cc39
            28800 97 8b2629b2
            32400 71 6a9b1836
            36000 118 d30c3438
            39600 98 991b2e2c
            43200 1919 625cb595 key
            46800 127 6f7a32ba
            50400 160 39c046d5
            54000 180 3c2d5714
            57600 156 8ac5479f
            61200 188 79634ad6
            64800 184 71d655b5
            68400 602 39ee2965
            72000 164 8b3d444e
            75600 175 035e5043
            79200 124 39fe3830
            82800 184 63fd5228
            86400 1860 2d78be68 key
            """)
}
