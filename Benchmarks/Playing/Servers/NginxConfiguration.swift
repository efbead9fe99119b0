import Foundation

/// nginx with its RTMP module, as Debian's packages `nginx-core` and `libnginx-mod-rtmp` install it.
package enum NginxConfiguration {
    /// Whether both are installed.
    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: executable) && FileManager.default.fileExists(atPath: module)
    }

    static let executable = "/usr/sbin/nginx"
    private static let module = "/usr/lib/nginx/modules/ngx_rtmp_module.so"

    /// One process that serves RTMP and nothing else, and writes no log: the module's defaults, except that chunks are as
    /// large as its manual recommends, so that a frame is one.
    static func text(port: UInt16, folder: String) -> String {
        """
        load_module \(module);
        daemon off;
        master_process off;
        worker_processes 1;
        pid \(folder)/nginx.pid;
        error_log stderr crit;
        events { worker_connections 8192; }
        rtmp {
            access_log off;
            server {
                listen 127.0.0.1:\(port);
                chunk_size 4096;
                application live { live on; }
            }
        }

        """
    }
}
