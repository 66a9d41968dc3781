"""A program on a pseudo-terminal of 80 columns: what it shows is read, keys are typed, and it never outlives its test."""
import fcntl, os, pty, select, signal, struct, termios, time


class PseudoTerminal:
    def __init__(self, argv, folder, env):
        self.seen = b''
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(argv[0], argv, env)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 80, 0, 0))

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
        return bool(data)

    def until(self, text, seconds=30):
        end = time.monotonic() + seconds
        while text.encode() not in self.seen and time.monotonic() < end and self.read(0.1):
            pass
        return text.encode() in self.seen

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
