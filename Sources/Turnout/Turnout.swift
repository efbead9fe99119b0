import ArgumentParser
@main struct Turnout: ParsableCommand { func run() {} }
