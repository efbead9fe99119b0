import Codecs
import FramePlane
import GatewaySupport
import NIOCore
import RTMP
import SFU

/// What the server says, and what follows here.
extension LinkConnection {
    func handle(_ event: RTMPClientEvent) {
        switch event {
        case .ready(let capabilities):
            guard case .connecting = work else { return }
            work = .opening([])
            switch link.direction {
            case .push: openPush(capabilities)
            case .pull: openPull()
            }
        case .media(let media):
            if keep(event) { return }
            guard case .pulling(let publisher) = work else { return }
            if !publisher.take(media) {
                finish(.failed(.refused("The server sends audio or video that is malformed.")))
            }
        case .data(let data):
            if keep(event) { return }
            guard case .pulling(let publisher) = work else { return }
            publisher.take(data)
        case .failed(let status):
            finish(.failed(.refused(status.sentence)))
        case .ended(let status):
            finish(status.isError ? .failed(.refused(status.sentence)) : .streamEnded)
        case .redirect(let redirect):
            finish(.redirected(redirect.url))
        case .acknowledged:
            break
        }
    }

    /// Keeps an event while our side is asked.
    private func keep(_ event: RTMPClientEvent) -> Bool {
        guard case .opening(var events) = work else { return false }
        work = .connecting
        events.append(event)
        work = .opening(events)
        return true
    }

    private var frameClient: FrameClient {
        FrameClient(session: session.id, protocolName: "rtmp", remote: link.url.redacted)
    }

    // MARK: Push

    private func openPush(_ capabilities: RTMPCapabilities) {
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let (exchange, eventLoop, client, path) = (services.exchange, channel.eventLoop, frameClient, link.path)
        Task {
            let result: Result<any FrameSource, FramePlaneError>
            do throws(FramePlaneError) {
                let source = try await exchange.read(path, as: client, accepting: capabilities.acceptedCodecs) {
                    eventLoop.execute {
                        if case .pushing(let feed) = connection.value.work { feed.wake() }
                    }
                }
                result = .success(source)
            } catch {
                result = .failure(error)
            }
            eventLoop.execute {
                connection.value.openedPush(
                    result, takesMultitrack: capabilities.flags.contains(.multitrack))
            }
        }
    }

    private func openedPush(_ result: Result<any FrameSource, FramePlaneError>, takesMultitrack: Bool) {
        switch result {
        case .failure(.nothingLive):
            finish(.failed(.nothingLive))
        case .failure(let error):
            finish(.failed(.unavailable(error.sentence)))
        case .success(let source):
            guard case .opening = work else { return source.close() }
            let feed = PushFeed(
                source: source, channel: channel, gathering: services.settings.gathering,
                takesMultitrack: takesMultitrack, session: session, counters: services.counters
            ) { [weak self] messages, end in
                self?.deliver(messages, end)
            }
            session.begin(.push, link.path.text)
            work = .pushing(feed)
            tellProgress()
            feed.wake()
        }
    }

    private func deliver(_ messages: [PushFeed.Message], _ end: ReadingEnd?) {
        for message in messages {
            machine.send(message.type, timestamp: message.timestamp, payload: message.payload)
        }
        flush()
        switch end {
        case .streamEnded?: finish(.streamEnded)
        case .serverStopping?: finish(.failed(.cancelled))
        case .unacceptable(let sentence)?: finish(.failed(.unavailable(sentence)))
        case nil: break
        }
    }

    // MARK: Pull

    private func openPull() {
        setReading(false)
        let connection = NIOLoopBound(self, eventLoop: channel.eventLoop)
        let (exchange, eventLoop, client, path) = (services.exchange, channel.eventLoop, frameClient, link.path)
        Task {
            let result: Result<any FrameSink, FramePlaneError>
            do throws(FramePlaneError) {
                // It comes again and again by itself, so it never takes a path from somebody.
                let sink = try await exchange.publish(path, as: client, refusesWhenPublished: true) { end in
                    eventLoop.execute { connection.value.finish(.failed(.ended(end.sentence))) }
                }
                result = .success(sink)
            } catch {
                result = .failure(error)
            }
            eventLoop.execute { connection.value.openedPull(result) }
        }
    }

    private func openedPull(_ result: Result<any FrameSink, FramePlaneError>) {
        switch result {
        case .failure(let error):
            finish(.failed(.unavailable(error.sentence)))
        case .success(let sink):
            guard case .opening(let kept) = work else { return sink.end() }
            session.begin(.pull, link.path.text)
            let path = link.path.text
            work = .pulling(
                RTMPPublisher(
                    sink: sink, session: session, counters: services.counters, eventLoop: channel.eventLoop
                ) { [services, session] kind in
                    services.report(kind, session: session.id, remote: session.remote, path: path)
                })
            tellProgress()
            for event in kept { handle(event) }
            setReading(true)
        }
    }
}

extension RTMPStatus {
    /// What it says, for people.
    var sentence: String { description.isEmpty ? code : description }
}
