import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections whose requests take too long to arrive, or whose answers too long to be taken.
///
/// The limits are absolute: a byte now and then does not push them back. From the connection's start, TLS handshake
/// included, ten seconds may pass until the first request is complete; a later request has ten seconds from its head,
/// and may be waited for a minute. An answer must be written half a minute after its request, so that nobody holds a
/// connection by not reading.
///
/// It also answers `Expect: 100-continue` (RFC 9110 §10.1.1), since some encoders wait for that before they send an
/// offer.
final class RequestDeadlineHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: Limits
    private var deadline: Scheduled<Void>?
    private var isReceiving = true
    private var unanswered = 0

    struct Limits: Sendable {
        var request: TimeAmount = .seconds(10)
        var answer: TimeAmount = .seconds(30)
        var nextRequest: TimeAmount = .seconds(60)
    }

    init(limits: Limits = Limits()) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        arm(limits.request, context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            unanswered += 1
            if !isReceiving { arm(limits.request, context) }
            isReceiving = true
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body:
            break
        case .end:
            isReceiving = false
            armForWhatIsNext(context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) {
            unanswered -= 1
            if !isReceiving { armForWhatIsNext(context) }
        }
        context.write(data, promise: promise)
    }

    /// After a request is complete, or answered.
    private func armForWhatIsNext(_ context: ChannelHandlerContext) {
        arm(unanswered > 0 ? limits.answer : limits.nextRequest, context)
    }

    private func arm(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }
}
