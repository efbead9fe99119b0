import RTSP
