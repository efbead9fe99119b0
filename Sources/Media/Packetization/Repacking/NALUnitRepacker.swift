import Codecs

/// H.264 and H.265: cuts what is too large, and gives keyframes their parameter sets.
///
/// Access units are told apart by their timestamps alone: some cameras put a marker behind every parameter set.
struct NALUnitRepacker<Form: NALUnitRepackingForm>: PayloadRepacker {
    private let writer: NALUnitWriter<Form>
    private var memory: ParameterSetMemory<Form>
    private var accessUnit: RepackedAccessUnit?

    /// Nil where the description asks for interleaving.
    init?(_ format: PacketFormat, maximumPayload: Int) {
        guard let sets = Form.parameterSets(format) else { return nil }
        memory = ParameterSetMemory(sets)
        writer = NALUnitWriter(maximum: maximumPayload)
    }

    mutating func repack(
        _ payload: Span<UInt8>, timestamp: UInt32, isBehindLoss: Bool, into payloads: inout PayloadList
    ) throws(MalformedPayload) -> RepackedTraits {
        guard let structure = Form.structure(of: payload) else { throw MalformedPayload() }
        try Self.validate(payload, structure)
        var current = enterAccessUnit(at: timestamp)
        if isBehindLoss {
            current.mayLackPart = true
            memory.breakOff()
        }
        let beginning = take(payload, structure, of: &current)
        accessUnit = current

        var sets: [ArraySlice<UInt8>] = []
        var canBegin = beginning != .none
        if case .picture(let kind?) = beginning {
            // Not older ones behind those that the access unit has.
            memory.settle()
            let known = memory.sets(from: kind)
            sets = known ?? []
            // Without its sets a picture is no beginning.
            canBegin = known != nil
        }
        write(payload, structure, behind: sets, to: &payloads)
        return RepackedTraits(canBegin: canBegin, marksEnd: current.canEnd)
    }

    /// The access unit that a packet belongs to.
    private mutating func enterAccessUnit(at timestamp: UInt32) -> RepackedAccessUnit {
        if let accessUnit, accessUnit.timestamp == timestamp { return accessUnit }
        memory.breakOff()
        memory.settle()
        // Nobody knows what was before the first packet.
        return RepackedAccessUnit(timestamp: timestamp, mayLackPart: accessUnit == nil)
    }

    /// An aggregate is one of units that can be sent, and so is a unit alone.
    private static func validate(
        _ payload: Span<UInt8>, _ structure: NALUnitPayloadStructure
    ) throws(MalformedPayload) {
        guard case .aggregate(let start) = structure else { return }
        try AggregatedUnits.forEach(in: payload.extracting(start...)) { unit throws(MalformedPayload) in
            guard Form.canBeSent(unit) else { throw MalformedPayload() }
        }
    }

    // MARK: Reading

    /// Takes note of what is in a valid payload, and returns what begins with it.
    private mutating func take(
        _ payload: Span<UInt8>, _ structure: NALUnitPayloadStructure, of accessUnit: inout RepackedAccessUnit
    ) -> KeyframeBeginning {
        switch structure {
        case .unit:
            return take(payload, of: &accessUnit)
        case .aggregate(let start):
            var beginning = KeyframeBeginning.none
            let units = payload.extracting(start...)
            var places = NALUnits(.lengths(Self.sizeLength))
            while let place = places.next(in: units) {
                beginning.add(take(units.extracting(place), of: &accessUnit))
            }
            return beginning
        case .fragment(let header, let isFirst, let isLast, let start):
            let body = payload.extracting(start...)
            var beginning = KeyframeBeginning.none
            if isFirst {
                memory.breakOff()
                let role = Form.role(ofUnit: header, firstOfBody: body[0])
                if case .parameterSet = role { memory.beginUnit(header: header) }
                beginning = accessUnit.note(role, kindCount: Form.Configuration.kindCount)
            }
            memory.takeFragment(body, isLast: isLast)
            return beginning
        }
    }

    /// Takes note of a unit in one piece.
    private mutating func take(_ unit: Span<UInt8>, of accessUnit: inout RepackedAccessUnit) -> KeyframeBeginning {
        let start = Form.unitHeaderLength
        let role = Form.role(ofUnit: Form.header(of: unit), firstOfBody: unit.count > start ? unit[start] : 0)
        if case .parameterSet = role { memory.take(unit) }
        return accessUnit.note(role, kindCount: Form.Configuration.kindCount)
    }

    // MARK: Writing

    /// Writes a valid payload, with parameter sets in front of its first unit that may follow them.
    private func write(
        _ payload: Span<UInt8>, _ structure: NALUnitPayloadStructure, behind sets: [ArraySlice<UInt8>],
        to payloads: inout PayloadList
    ) {
        if case .aggregate(let start) = structure, !sets.isEmpty || payload.count > writer.maximum {
            let units = Self.units(of: [UInt8](copying: payload.extracting(start...)))
            let delimiters = units.prefix { Form.role(ofUnit: Form.header(of: $0.span), firstOfBody: 0) == .delimiter }
            return writer.write(delimiters + sets + units.dropFirst(delimiters.count), to: &payloads)
        }
        if !sets.isEmpty { writer.write(sets, to: &payloads) }
        if case .fragment(let header, let isFirst, let isLast, let start) = structure, payload.count > writer.maximum {
            writer.writeFragments(
                of: payload.extracting(start...), header: header, isFirst: isFirst, isLast: isLast, to: &payloads)
        } else {
            writer.write(payload, to: &payloads)
        }
    }

    private static func units(of aggregate: [UInt8]) -> [ArraySlice<UInt8>] {
        var units: [ArraySlice<UInt8>] = []
        var places = NALUnits(.lengths(sizeLength))
        while let place = places.next(in: aggregate.span) { units.append(aggregate[place]) }
        return units
    }

    /// Bytes of a size in an aggregate (RFC 6184 §5.7.1, RFC 7798 §4.4.2).
    private static var sizeLength: Int { 2 }
}
