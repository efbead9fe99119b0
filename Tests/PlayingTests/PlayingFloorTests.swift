import Forwarding
import Testing

@testable import Playing

@Suite struct PlayingFloorTests {
    private let floor: PlayingFloor

    init() throws {
        floor = try PlayingFloor(port: 0, gathering: .milliseconds(5))
    }

    /// Lets the floor work until a client has this much.
    private func receive(_ count: Int, by socket: ClientSocket) -> [UInt8] {
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
        let deadline = ContinuousClock.now + .seconds(20)
        while bytes.count < count, ContinuousClock.now < deadline {
            let received = socket.receive(into: &buffer) ?? 0
            bytes += buffer[..<received]
            if received == 0 { floor.turn() }
        }
        return bytes
    }

    @Test func allOthersGetWhatOneSends() throws {
        let clients = try (0..<5).map { _ throws(ForwardingError) in try ClientSocket(port: floor.port) }
        let sent = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try clients[2].send(Array(sent[..<20_000]))
        floor.turn()
        try clients[2].send(Array(sent[20_000...]))
        for index in [0, 1, 3, 4] {
            let isWhole = receive(sent.count, by: clients[index]) == sent
            #expect(isWhole)
        }
        var buffer = [UInt8](repeating: 0, count: 1)
        #expect(clients[2].receive(into: &buffer) == 0)
    }

    @Test func aClientThatLeavesDisturbsNobody() throws {
        let publisher = try ClientSocket(port: floor.port)
        let player = try ClientSocket(port: floor.port)
        do {
            let leaving = try ClientSocket(port: floor.port)
            try publisher.send([1, 2, 3])
            #expect(receive(3, by: leaving) == [1, 2, 3])
        }
        try publisher.send([4, 5])
        #expect(receive(5, by: player) == [1, 2, 3, 4, 5])
    }
}
