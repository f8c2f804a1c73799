#!/usr/bin/env python3
"""A bad link between this machine and one network namespace, over TUN, in user space (works without the kernel's netem).

usage: link.py NAMESPACE ADDRESS_HERE ADDRESS_THERE CONTROL.json NUMBER   (needs root; NUMBER: names the devices)
The control file is read again whenever it changes: {"up": {...}, "down": {...}}; up is from the namespace to here.
Each way: rate (kbit/s, 0 = none), delay, jitter and queue (ms), loss (%), burst (mean length of a loss), udp (false: dropped).
"""
import fcntl, heapq, itertools, json, os, random, select, struct, subprocess, sys, time

namespace, here, there, control, number = sys.argv[1:6]
device_here, device_there = f'lt{number}here', f'lt{number}there'
IFF_TUN_NO_PI, TUNSETIFF, UDP = 0x1001, 0x400454CA, 17


def ip(*words):
    subprocess.run(['ip', *words], check=True)


def tun(name, address, inside):
    fd = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, TUNSETIFF, struct.pack('16sH', name.encode(), IFF_TUN_NO_PI))
    where = []
    if inside:
        ip('link', 'set', name, 'netns', namespace)
        where = ['-n', namespace]
        ip(*where, 'link', 'set', 'lo', 'up')
    ip(*where, 'addr', 'add', address + '/24', 'dev', name)
    ip(*where, 'link', 'set', name, 'mtu', '1500', 'txqueuelen', '1000', 'up')
    return fd


class Way:
    def __init__(self, out):
        self.out, self.free, self.last, self.bad, self.rules = out, 0.0, 0.0, False, {}

    def is_lost(self):
        loss, burst = self.rules.get('loss', 0) / 100, max(1, self.rules.get('burst', 1))
        if burst > 1 and 0 < loss < 1:  # Gilbert: the same mean loss in bursts
            self.bad = random.random() > 1 / burst if self.bad else random.random() < loss / (burst * (1 - loss))
            return self.bad
        return random.random() < loss

    def put(self, now, packet):
        rules = self.rules
        if (not rules.get('udp', True) and packet[9] == UDP) or self.is_lost():
            return
        at, rate = now, rules.get('rate', 0)
        if rate:
            if self.free - now > rules.get('queue', 400) / 1000:
                return  # the queue is full: the newest is dropped
            self.free = at = max(now, self.free) + len(packet) * 8 / (rate * 1000)
        at += (rules.get('delay', 0) + random.uniform(0, rules.get('jitter', 0))) / 1000
        self.last = at = max(at, self.last)  # keeps the order
        heapq.heappush(flight, (at, next(serial), self.out, packet))


ends = {tun(device_here, here, False): 'here', tun(device_there, there, True): 'there'}
ip('-n', namespace, 'route', 'add', 'default', 'dev', device_there)
fd_here, fd_there = ends
flight, serial = [], itertools.count()
down, up = Way(fd_there), Way(fd_here)
changed, look = None, 0.0
print('up', flush=True)
while True:
    now = time.time()
    if now >= look:
        look = now + 0.05
        try:
            stamp = os.stat(control).st_mtime_ns
            if stamp != changed:
                with open(control) as file:
                    rules = json.load(file)
                up.rules, down.rules, changed = rules.get('up', {}), rules.get('down', {}), stamp
        except (OSError, ValueError):
            pass
    while flight and flight[0][0] <= now:
        _, _, fd, packet = heapq.heappop(flight)
        try:
            os.write(fd, packet)
        except OSError:
            pass
    wait = min(0.05, max(0, flight[0][0] - time.time())) if flight else 0.05
    for fd in select.select([fd_here, fd_there], [], [], wait)[0]:
        for _ in range(64):
            try:
                packet = os.read(fd, 2048)
            except BlockingIOError:
                break
            (down if fd == fd_here else up).put(time.time(), packet)
