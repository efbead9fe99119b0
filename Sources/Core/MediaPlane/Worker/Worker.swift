import CLinux
import DTLS
package import ICE
import Net
package import SFU
package import WebRTC

/// One core's share of the media plane: an actor on a thread of its own, with its own UDP port, sessions and streams.
///
/// The thread sleeps in epoll until datagrams, commands or a deadline wake it; commands run between two batches, so that no
/// packet ever waits for a lock.
package actor Worker {
    /// Its place among the workers, 0 and up.
    package nonisolated let index: Int
    package nonisolated let port: UInt16

    private nonisolated let executor: WorkerExecutor
    private nonisolated let poll: Int32
    private let loop: MediaLoop
    private var isStopped = false

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the worker's socket and starts its thread.
    /// - Throws: ``SocketError``.
    init(
        index: Int, executor: WorkerExecutor, mailboxes: [Mailbox], load: WorkerLoad, settings: MediaSettings,
        identity: DTLSIdentity, directory: StreamDirectory, report: @escaping @Sendable (MediaEvent) -> Void
    ) throws(SocketError) {
        let socket = try UDPSocket(port: settings.firstPort &+ UInt16(truncatingIfNeeded: index))
        poll = clinux_epoll(socket.descriptor, executor.wakeDescriptor)
        guard poll >= 0 else { throw .system(errno: -poll) }
        self.index = index
        self.executor = executor
        port = socket.port
        loop = MediaLoop(
            socket: socket, identity: identity, settings: settings, directory: directory, index: index,
            mailboxes: mailboxes, load: load, report: report)
    }

    /// Starts the thread; called once.
    nonisolated func start() {
        executor.start(name: "media-\(index)") { self.run() }
    }

    /// The thread's life. Nothing else touches the worker's state while this runs a turn, because jobs run here, too:
    /// that is what `assumeIsolated` relies on and ``WorkerExecutor/checkIsolated()`` checks.
    private nonisolated func run() {
        var isWatchingWritable = false
        while true {
            // Once stopped, the thread sleeps but for commands that come late: they find nothing, and are answered.
            let patience = assumeIsolated { $0.isStopped ? -1 : $0.loop.patience }
            let ready = clinux_epoll_wait(poll, patience)
            if ready & CLINUX_READY_EVENT != 0 { executor.runJobs() }
            assumeIsolated { worker in
                guard !worker.isStopped else { return }
                worker.loop.turn(socketIsReady: ready & CLINUX_READY_SOCKET != 0)
                guard worker.loop.waitsForSocket != isWatchingWritable else { return }
                isWatchingWritable.toggle()
                clinux_epoll_watch_writable(poll, worker.loop.socket.descriptor, isWatchingWritable ? 1 : 0)
            }
        }
    }

    // MARK: Commands

    /// - Throws: ``OpenError``.
    package func open(_ opening: PublisherOpening) throws(OpenError) {
        loop.readClocks()
        try loop.openPublisher(opening)
    }

    /// - Throws: ``OpenError``.
    package func open(_ opening: ViewerOpening) throws(OpenError) {
        loop.readClocks()
        try loop.openViewer(opening)
    }

    /// - Throws: ``OpenError/alreadyPublished``.
    func openFeed(_ opening: FeedOpening) throws(OpenError) -> Feed {
        loop.readClocks()
        return try loop.openFeed(opening)
    }

    /// A stream that viewers can join, on this worker or another; nil when nobody publishes there now.
    package func live(_ path: StreamPath) -> LiveStream? {
        loop.live(path)
    }

    /// Restarts the ICE of a session. False when there is none of that name.
    package func restartICE(_ key: SessionKey, local: ICECredentials, remote: ICECredentials) -> Bool {
        loop.readClocks()
        return loop.restartICE(key, local: local, remote: remote)
    }

    /// Ends a session with a goodbye. False when there is none of that name.
    package func close(_ key: SessionKey, _ reason: PeerCloseReason) -> Bool {
        loop.readClocks()
        return loop.close(key, reason)
    }

    /// Says goodbye to everybody, and ends the thread.
    package func stop() {
        loop.readClocks()
        loop.closeAll()
        clinux_epoll_forget(poll, loop.socket.descriptor)
        isStopped = true
    }

    /// The session of that name, as it is now.
    package func session(_ key: SessionKey) -> SessionState? {
        loop.state(of: key)
    }

    /// The streams that live here, and those of other workers that have viewers here.
    package func streams() -> (own: [StreamState], relayed: [RelayState]) {
        loop.readClocks()
        return (loop.streamStates(), loop.relayStates())
    }

    /// What lives here and what was counted, now.
    package func state() -> WorkerState {
        loop.readClocks()
        return loop.state(index: index, port: port)
    }
}

/// A publisher's session to open.
package struct PublisherOpening: Sendable {
    package var key: SessionKey
    package var path: StreamPath
    package var peer: PeerConfiguration
    package var tracks: [PublishedTrack]
    /// Whether a path that has a publisher refuses another; otherwise the new one takes its place once connected.
    package var refusesWhenPublished: Bool

    package init(
        key: SessionKey, path: StreamPath, peer: PeerConfiguration, tracks: [PublishedTrack], refusesWhenPublished: Bool
    ) {
        self.key = key
        self.path = path
        self.peer = peer
        self.tracks = tracks
        self.refusesWhenPublished = refusesWhenPublished
    }
}

/// A viewer's session to open.
package struct ViewerOpening: Sendable {
    package var key: SessionKey
    /// What it plays, as its home described it.
    package var stream: LiveStream
    package var peer: PeerConfiguration
    package var plan: PlayPlan

    package init(key: SessionKey, stream: LiveStream, peer: PeerConfiguration, plan: PlayPlan) {
        self.key = key
        self.stream = stream
        self.peer = peer
        self.plan = plan
    }
}
