import FuzzTargets
import Glibc

// One FuzzTarget under libFuzzer, which brings `main`, and calls the functions below. The environment variable
// TURNOUT_FUZZ_TARGET names the target; without it, the names are printed. `make fuzz` builds this, with every module
// instrumented.

@c(LLVMFuzzerInitialize)
func chooseTarget(
    _ argumentCount: UnsafeMutablePointer<Int32>?,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> Int32 {
    if chosen == nil {
        for target in FuzzTarget.all { print(target.name) }
        exit(getenv("TURNOUT_FUZZ_TARGET") == nil ? 0 : 2)
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
