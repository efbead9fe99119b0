package struct VideoPacketFacts { package var isKeyframeStart = false; package var width: UInt16 = 0; package var height: UInt16 = 0; package init() {}
 package static func inspect(codec: CodecName, payload: Span<UInt8>) -> VideoPacketFacts { VideoPacketFacts() } }
