"""Serves pretix by the Python library's own WSGI server, and its files below /static/, which a web server in front of it
would send. Usage: serve.py PORT"""

import mimetypes
import os
import socketserver
import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix.settings")

from pretix.wsgi import application  # noqa: E402
import pretix  # noqa: E402

# SQLite takes one writer: requests one after the other, as a single worker would serve them.
one_at_a_time = threading.Lock()
STATIC = os.path.join(os.path.dirname(pretix.__file__), "static.dist")


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


def serve(environ, start_response):
    path = environ.get("PATH_INFO", "")
    if not path.startswith("/static/"):
        with one_at_a_time:
            answer = application(environ, start_response)
            try:
                body = b"".join(answer)
                # An answer to HEAD has no body; this library's server would send one, and break the connection by it.
                return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]
            finally:
                getattr(answer, "close", lambda: None)()
    file = os.path.realpath(os.path.join(STATIC, path[len("/static/") :]))
    if not file.startswith(STATIC + os.sep) or not os.path.isfile(file):
        start_response("404 Not Found", [("Content-Type", "text/plain")])
        return [b"not found"]
    kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
    start_response("200 OK", [("Content-Type", kind), ("Cache-Control", "max-age=3600")])
    with open(file, "rb") as opened:
        return [opened.read()]


make_server("127.0.0.1", int(sys.argv[1]), serve, server_class=Threaded, handler_class=Quiet).serve_forever()
