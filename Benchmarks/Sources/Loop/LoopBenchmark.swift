import Figures
import MediaPlane
import SRTP

/// What the whole loop costs for each packet that it forwards, beside what the kernel alone costs.
enum LoopBenchmark {
    static func run() throws -> Table {
        let size = "\(SyntheticVideo.packetsInFrame) packets of \(SyntheticVideo.packetLength) bytes"
        var table = Table(
            "The loop, for each packet to each viewer",
            columns: ["loop", "kernel and cipher", "kernel", "loop over kernel and cipher"],
            notes: [
                "frames of \(size), one after the other without a pause; each goes to all viewers over loopback",
                "loop: receives, decrypts, forwards, encrypts, sends. Kernel: the same packets to the same sockets by one",
                "sendmmsg with UDP_SEGMENT, alternating with the loop; nothing is received.",
                "Loopback's receiving, cutting of trains included, is charged to whoever sends, so to all three.",
            ])
        for (viewers, profile) in [
            (1, SRTPProfile.aeadAES128GCM), (10, .aeadAES128GCM), (100, .aeadAES128GCM), (100, .aes128CMHMACSHA1_80),
        ] {
            let times = try measure(viewers: viewers, profile: profile)
            let ratio = Table.digits(times.loop / times.cipherFloor)
            table.add(
                "\(viewers) viewer\(viewers == 1 ? "" : "s"), \(profile)",
                [times.loop, times.cipherFloor, times.floor].map(Table.time) + [ratio])
        }
        return table
    }

    /// Nanoseconds for each packet to each viewer: medians of rounds in which loop and floors take turns.
    private static func measure(
        viewers: Int, profile: SRTPProfile
    ) throws -> (loop: Double, cipherFloor: Double, floor: Double) {
        let scene = try LoopScene(viewers: viewers, profile: profile)
        let floor = try KernelFloor(
            descriptor: scene.descriptor, viewers: scene.viewers.map(\.socket.address), profile: profile)
        var rounds: (loop: [Double], cipherFloor: [Double], floor: [Double]) = ([], [], [])
        let frames = max(30, 3_000 / (viewers * SyntheticVideo.packetsInFrame))
        let packets = Double(frames * viewers * SyntheticVideo.packetsInFrame)
        for _ in 0..<Measurement.rounds {
            var times: (loop: Int64, cipherFloor: Int64, floor: Int64) = (0, 0, 0)
            for _ in 0..<frames {
                try scene.sendFrame()
                times.loop += Measurement.cpuTime { scene.loop.turn(socketIsReady: true) }
                times.loop += try scene.drain()
                times.cipherFloor += try Measurement.cpuTime { try floor.sendFrame(encrypts: true) }
                try scene.drain()
                times.floor += try Measurement.cpuTime { try floor.sendFrame(encrypts: false) }
                try scene.drain()
            }
            rounds.loop.append(Double(times.loop) / packets)
            rounds.cipherFloor.append(Double(times.cipherFloor) / packets)
            rounds.floor.append(Double(times.floor) / packets)
        }
        return (rounds.loop.median, rounds.cipherFloor.median, rounds.floor.median)
    }
}
