package import Synchronization

extension Atomic where Value == UInt64 {
    /// Counts. Nobody orders other memory by a figure.
    package func count(_ number: Int = 1) {
        add(UInt64(clamping: number), ordering: .relaxed)
    }

    package var figure: UInt64 { load(ordering: .relaxed) }
}
