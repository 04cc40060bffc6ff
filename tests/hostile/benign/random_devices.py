"""benign: randomness from the system, clocks and waiting, of no consequence"""
import datetime
import os
import secrets
import time
import uuid

token = (os.urandom(8), secrets.token_hex(4), uuid.uuid4(), open("/dev/urandom", "rb").read(4))
started = datetime.datetime.now(), time.perf_counter(), time.process_time()
time.sleep(0.01)
