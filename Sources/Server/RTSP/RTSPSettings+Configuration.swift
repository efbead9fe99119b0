import RTSPGateway

extension RTSPSettings {
    init(_ configuration: Configuration) {
        let rtsp = configuration.rtsp
        self.init()
        port = rtsp.enabled ? rtsp.port : nil
        tlsPort = rtsp.enabled ? rtsp.tlsPort : nil
        rtpPort = UInt16(clamping: rtsp.rtpPort)
        transports = Set(rtsp.transports)
        multicastGroup = "\(rtsp.multicastGroup)"
        multicastPort = UInt16(clamping: rtsp.multicastPort)
        maximumConnections = configuration.limits.rtspConnections
        gathering = rtsp.gathering
        refusesSecondPublisher = configuration.streams.onConflict == .refuse
        filesFolder = rtsp.files.isEmpty ? nil : rtsp.files
    }
}
