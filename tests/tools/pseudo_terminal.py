"""A program on a pseudo-terminal of 80 columns: what it shows is read, keys are typed, and it never outlives its test."""
import fcntl, os, pty, select, signal, struct, termios, time
from screen import Screen


class PseudoTerminal:
    def __init__(self, argv, folder, env, width=80, height=40, reflows=True):
        self.seen = b''
        self.screen = Screen(width, height, reflows)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            # The size is there before the program looks at it.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', height, width, 0, 0))
            os.execve(argv[0], argv, env)

    def resize(self, width, height=40):
        """As a terminal does it: what stands there first, then the program is told."""
        self.screen.resize(width, height)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', height, width, 0, 0))

    def read(self, seconds):
        """False where nothing more can come."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b''
        self.seen += data
        self.screen.feed(data)
        return bool(data)

    def rest(self, seconds):
        """Reads for that long."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.read(0.05):
            pass

    def until(self, text, seconds=30, behind=0):
        """Whether the text was shown, behind so many bytes."""
        end = time.monotonic() + seconds
        while text.encode() not in self.seen[behind:] and time.monotonic() < end and self.read(0.1):
            pass
        return text.encode() in self.seen[behind:]

    def keys(self, text):
        os.write(self.fd, text.encode())

    def ended(self, seconds=30):
        """Its exit status; None where it had to be killed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.read(0.1):
            pass
        pid = 0
        while not pid and time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            time.sleep(0 if pid else 0.01)
        if not pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status) if pid else None
