import Files
import GatewaySupport
import MediaPlane

/// What all connections of a gateway share.
final class GatewayServices: Sendable {
    typealias Authorize = @Sendable (RTSPAuthorizationRequest) async -> RTSPVerdict

    let exchange: any RTSPExchange
    let settings: RTSPSettings
    /// Makes sockets for what is pulled and pushed by UDP; nil where UDP is switched off.
    let datagrams: DatagramLoop?
    /// The ports that clients send to and are sent from by UDP; nil where UDP is switched off.
    let ports: SharedPorts?
    /// The groups that streams are sent to by multicast.
    let multicast: MulticastGroups
    let sessions: RTSPSessions
    /// What our own connections to other servers have found out.
    let linkMemory = LinkMemory()
    /// Where files are played from; nil where that is off.
    let files: MediaFolder?
    let authorize: Authorize
    let clocks: @Sendable () -> LoopTime
    private let report: @Sendable (RTSPGatewayEvent) -> Void

    init(
        exchange: any RTSPExchange, settings: RTSPSettings, datagrams: DatagramLoop?, ports: SharedPorts?,
        sessions: RTSPSessions, authorize: @escaping Authorize,
        clocks: @escaping @Sendable () -> LoopTime = LoopTime.ofSystem,
        report: @escaping @Sendable (RTSPGatewayEvent) -> Void
    ) {
        self.exchange = exchange
        self.settings = settings
        self.datagrams = datagrams
        self.ports = ports
        multicast = MulticastGroups(first: settings.multicastGroup, port: settings.multicastPort)
        self.sessions = sessions
        files = settings.filesFolder.map { MediaFolder($0) }
        self.authorize = authorize
        self.clocks = clocks
        self.report = report
    }

    var counters: RTSPCounters { sessions.counters }

    /// Whether clients may have their media over a transport.
    func offers(_ transport: RTSPTransport) -> Bool {
        settings.transports.contains(transport) && (transport == .tcp || ports != nil)
    }

    /// Counts and reports what happened to a connection.
    func report(_ kind: RTSPGatewayEvent.Kind, session: String, remote: String, path: String) {
        switch kind {
        case .refused: counters.requestsRefused.count()
        case .faulty: counters.faultyPeers.count()
        case .tooManyConnections: counters.connectionsRefused.count()
        case .publishing: counters.publishers.count()
        case .playing: counters.players.count()
        case .unusable, .ended: break
        }
        report(RTSPGatewayEvent(session: session, remote: remote, path: path, kind: kind))
    }
}
