import Foundation
import TestSupport

/// An nginx with its RTMP module on one port, with all that it writes in a folder of its own. Its application is `live`.
final class NginxProcess {
    let port: UInt16
    private let directory: TemporaryDirectory
    private var process: ChildProcess?

    init() throws {
        port = try freePorts(SOCK_STREAM, count: 1)
        directory = try TemporaryDirectory("nginx")
    }

    func url(_ name: String) -> String { "rtmp://127.0.0.1:\(port)/live/\(name)" }

    /// Starts it, again on the same port.
    func start() throws {
        let folder = directory.url.path
        let configuration = """
            load_module \(Self.module);
            daemon off;
            master_process off;
            pid \(folder)/nginx.pid;
            error_log \(folder)/error.log info;
            events {}
            rtmp {
                server {
                    listen 127.0.0.1:\(port);
                    application live { live on; }
                }
            }
            """
        let file = directory.url.appending(path: "nginx.conf")
        try Data(configuration.utf8).write(to: file)
        process = try ChildProcess.launch(
            "/usr/sbin/nginx", ["-p", folder, "-c", file.path, "-e", "\(folder)/error.log"])
    }

    /// Kills it, without a good-bye to anybody.
    func kill() async {
        await process?.end()
        process = nil
    }

    /// What it said, and wrote to its log.
    var log: String {
        let file = directory.url.appending(path: "error.log")
        return (process?.output ?? "") + ((try? String(contentsOf: file, encoding: .utf8)) ?? "")
    }

    private static let module = "/usr/lib/nginx/modules/ngx_rtmp_module.so"
}
