import CAllocationCounter
import CReferenceCounter

/// What code did to the heap and to reference counts, in calls; exact, and of the calling thread alone.
struct HeapTraffic: Equatable {
    /// Memory allocated or reallocated, by whomever.
    var allocations = 0
    /// Strong references retained.
    var retains = 0
    /// Strong references released.
    var releases = 0
    /// Unowned and weak references counted, and strong ones without atomics.
    var otherReferences = 0
    /// Dynamic checks for exclusive access.
    var exclusivityChecks = 0

    /// Whether this build shows what ships.
    static var isOfOptimizedCode: Bool {
        #if DEBUG
            false
        #else
            true
        #endif
    }

    /// What `body` does.
    static func of(_ body: () -> Void) -> HeapTraffic {
        let before = soFar
        body()
        return soFar - before
    }

    private static var soFar: HeapTraffic {
        let references = reference_counts_of_thread()
        return HeapTraffic(
            allocations: Int(allocation_count()), retains: Int(references.retains), releases: Int(references.releases),
            otherReferences: Int(references.others), exclusivityChecks: Int(references.exclusivity_checks))
    }

    static func + (one: HeapTraffic, other: HeapTraffic) -> HeapTraffic {
        one.combined(other, +)
    }

    static func - (one: HeapTraffic, other: HeapTraffic) -> HeapTraffic {
        one.combined(other, -)
    }

    private func combined(_ other: HeapTraffic, _ operation: (Int, Int) -> Int) -> HeapTraffic {
        HeapTraffic(
            allocations: operation(allocations, other.allocations), retains: operation(retains, other.retains),
            releases: operation(releases, other.releases),
            otherReferences: operation(otherReferences, other.otherReferences),
            exclusivityChecks: operation(exclusivityChecks, other.exclusivityChecks))
    }
}
