import FuzzTargets
import Glibc

// One FuzzTarget under libFuzzer, which brings `main`, and calls the functions below. `make fuzz` builds this, with every
// module instrumented. Environment: TURNOUT_FUZZ_TARGET names the target, without it the names are printed;
// TURNOUT_FUZZ_SEEDS is the folder that the target's seeds are written to, one that libFuzzer is told to read.

@c(LLVMFuzzerInitialize)
func begin(
    _ argumentCount: UnsafeMutablePointer<Int32>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> Int32 {
    guard let chosen else {
        for target in FuzzTarget.all { print(target.name) }
        exit(getenv("TURNOUT_FUZZ_TARGET") == nil ? 0 : 2)
    }
    guard let folder = getenv("TURNOUT_FUZZ_SEEDS") else { return 0 }
    for (number, seed) in chosen.seeds.enumerated() {
        guard let file = fopen("\(String(cString: folder))/seed-\(number)", "w") else { continue }
        fwrite(seed, 1, seed.count, file)
        fclose(file)
    }
    return 0
}

@c(LLVMFuzzerTestOneInput)
func runOne(_ input: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    chosen?.run(UnsafeBufferPointer(start: input, count: size).span)
    return 0
}

private let chosen: FuzzTarget? = {
    guard let name = getenv("TURNOUT_FUZZ_TARGET").map({ String(cString: $0) }) else { return nil }
    return FuzzTarget.all.first { $0.name == name }
}()
