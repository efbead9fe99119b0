/// Why bytes are no AMF values. All of it is the sender's fault, but what is not supported or above a limit.
package enum AMFError: Error, Hashable, Sendable {
    /// A value reaches past the end of the bytes.
    case truncated
    /// No type of value has that marker, or it stands where no value may begin.
    case unknownMarker(UInt8)
    /// A type that has no meaning in RTMP (AMF0's movie clip and record set; AMF3's byte array, vectors, dictionary and
    /// externalizable objects).
    case unsupportedMarker(UInt8)
    /// A reference to what was not sent before, or is not complete.
    case invalidReference
    /// Deeper than ``AMFLimits/maximumDepth``.
    case tooDeep
    /// More than ``AMFLimits/maximumValues``, with what references repeat.
    case tooManyValues
    /// References repeat more text than ``AMFLimits/maximumRepeatedBytes``.
    case tooMuchRepetition
}

/// What a message's values may cost.
package enum AMFLimits {
    /// Levels of objects and arrays inside each other. Our choice; metadata has two or three.
    package static let maximumDepth = 16
    /// Values of a message, inner ones and property names of AMF3 classes included. Our choice.
    package static let maximumValues = 4096
    /// Bytes of text that references may repeat in a message. Our choice.
    package static let maximumRepeatedBytes = 1 << 20
}
