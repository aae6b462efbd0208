#!/usr/bin/env python3
"""An agent over plain HTTP, with nothing but Python's standard library: it counts the words of its tasks.

Each request is repeated as it is, under the same ids, until the server has answered it: so a lost answer neither claims
a second task nor counts usage twice.
"""

import http.client
import json
import os
import random
import signal
import sys
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

SERVER = os.environ.get("MC_URL") or "http://127.0.0.1:4100"
API = SERVER.rstrip("/") + "/api/v1"
NAME = "python-agent"
# Of this process: another one after each start, so that the server can tell two of the same agent apart.
INSTANCE = str(uuid.uuid4())
LEASE_SECONDS = int(os.environ.get("MC_LEASE_SECONDS") or 60)
MAY_PASS = {408, 429, 500, 502, 503, 504}


class Unreachable(Exception):
    """No answer, or one that may be another next time: then send the very same request again."""

    def __init__(self, reason, wait=None):
        super().__init__(reason)
        self.wait = wait


class Refused(Exception):
    """The server has answered no."""

    def __init__(self, error):
        super().__init__("{code}: {message} {hint}".format(**error))
        self.code = error["code"]


class LeaseLost(Exception):
    """The task is somebody else's now: nothing more may be written to it."""


class Stopped(BaseException):
    """Somebody wants the program to end. Raised wherever it is, and no Exception, so that nobody swallows it."""


# --- Requests ---------------------------------------------------------------------------------------------------------


def send(method, path, body=None, key=None, timeout=40.0, request_id=None):
    """One attempt. Gives what stands under `data`."""
    headers = {"Content-Type": "application/json", "Authorization": "Bearer " + key if key else None}
    headers["Idempotency-Key"] = request_id
    request = urllib.request.Request(
        API + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={name: value for name, value in headers.items() if value},
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return json.load(response)["data"]
    except urllib.error.HTTPError as answer:
        try:
            error = json.load(answer)["error"]
        except (ValueError, KeyError, TypeError, OSError, http.client.HTTPException):
            raise Unreachable(f"{answer.code} from something that is no Mission Control") from None
        if answer.code in MAY_PASS or error["code"] == "request_in_flight":
            wait = answer.headers.get("Retry-After", "")
            raise Unreachable(error["message"], float(wait) if wait.isdigit() else None) from None
        raise Refused(error) from None
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException) as problem:
        raise Unreachable(str(problem)) from None


def call(method, path, body=None, key=None, timeout=40.0, check=lambda: None):
    """As many attempts as it takes; `check` ends them by raising."""
    request_id = str(uuid.uuid4()) if method == "POST" else None
    longest = 0.5
    while True:
        check()
        try:
            return send(method, path, body, key, timeout, request_id)
        except Unreachable as problem:
            say(f"{method} {path}: {problem}; trying again")
            time.sleep(problem.wait or random.uniform(0.1, longest))
            longest = min(longest * 2, 15)


# --- Who I am ---------------------------------------------------------------------------------------------------------


def key_file():
    """One for each server, in the user's folder for settings."""
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    server = urllib.parse.quote(urllib.parse.urlsplit(API).netloc, safe="")
    return settings / "mission-control" / f"{NAME}-{server}.key"


def identify():
    """The key that is kept, or one for a new agent: approved by a person, or at once with an enrollment token."""
    file = key_file()
    if file.exists():
        return file.read_text().strip()
    # Before it joins: an agent whose key cannot be kept is of no use to anybody.
    file.parent.mkdir(parents=True, exist_ok=True)
    wish = {"name": NAME, "description": "Counts words, in Python."}
    if os.environ.get("MC_ENROLLMENT_TOKEN"):
        wish["enrollmentToken"] = os.environ["MC_ENROLLMENT_TOKEN"]
    # Once only: a token that was used up by a first attempt would be refused to the second.
    registration = send("POST", "/agents/register", wish)
    if registration["claimCode"]:
        say(f"waiting for approval on the page; my code is {registration['claimCode']}")
    while True:
        answer = call("GET", "/registrations/current?waitSeconds=25", key=registration["registrationToken"])
        if answer["status"] == "rejected":
            sys.exit(f"A person refused this agent: {answer['reason']}")
        if answer["apiKey"]:
            break
    # Nobody else may read it, not even for the moment before its mode is changed.
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as kept:
        kept.write(answer["apiKey"])
    return answer["apiKey"]


# --- A task in hand ---------------------------------------------------------------------------------------------------


class Lease:
    """The right to work on a task, renewed by a thread of its own for as long as the work takes."""

    def __init__(self, key, claim, claimed_at):
        self.key = key
        self.task = claim["task"]
        self.run = claim["run"]
        self.fence = claim["lease"]["fence"]
        self.seconds = claim["lease"]["leaseSeconds"]
        self.every = claim["lease"]["renewEverySeconds"]
        # By our own clock, from when we asked: the server's lease ends no earlier.
        self.until = claimed_at + self.seconds
        self.lost = None
        self.over = threading.Event()
        threading.Thread(target=self.keep, daemon=True).start()

    def keep(self):
        wait = self.every
        while not self.over.wait(wait):
            asked_at = time.monotonic()
            lease = {"taskId": self.task["id"], "fence": self.fence}
            try:
                body = {"instanceId": INSTANCE, "leases": [lease], "status": "busy"}
                self.obey(send("POST", "/agents/heartbeat", body, self.key, timeout=self.every), asked_at)
                wait = self.every
            except Unreachable:
                wait = 1
            except Refused as refusal:
                self.lost = str(refusal)
            if time.monotonic() >= self.until:
                self.lost = "it could not be renewed in time"
            if self.lost:
                return

    def obey(self, answer, asked_at):
        mine = self.task["id"]
        if any(lease["taskId"] == mine for lease in answer["renewed"]):
            self.until = asked_at + self.seconds
        for lease in answer["lost"]:
            if lease["taskId"] == mine:
                self.lost = lease["reason"]
        for directive in answer["directives"]:
            if directive["type"] == "stop" or directive["taskId"] == mine:
                self.lost = directive["reason"] or directive["type"]

    def check(self):
        if self.lost:
            raise LeaseLost(self.lost)

    def write(self, path, check=None, **body):
        """A write on the task; the fence shows whose claim it comes from."""
        body["fence"] = self.fence
        return call("POST", f"/tasks/{self.task['id']}/{path}", body, self.key, check=check or self.check)

    def end(self, path, **body):
        """The last write. If its answer is lost the lease is over by it, and only the server can tell whether it was."""
        self.write(path, check=lambda: None, **body)

    def progress(self, label, done, total):
        self.write("messages", type="PROGRESS", body=label, progress={"done": done, "total": total})

    def report_usage(self, seconds):
        """Taken also after the lease is over, for what is spent is spent."""
        lines = [{"meter": "compute_second", "quantity": round(seconds, 6)}]
        report = {"reportId": str(uuid.uuid4()), "lines": lines}
        answer = call("POST", f"/runs/{self.run['id']}/usage", report, self.key)
        if answer["stop"]:
            self.lost = answer["lease"]["reason"] or "its budget is used up"
        self.check()

    def request_approval(self, action, payload):
        """Waits until people have decided, for days if need be; the thread keeps the lease meanwhile."""
        approval = self.write("approvals", risk="YELLOW", action=action, payload=payload)
        while approval["state"] == "pending":
            time.sleep(1)
            approval = call("GET", f"/approvals/{approval['id']}", key=self.key, check=self.check)
        return approval


# --- The work ---------------------------------------------------------------------------------------------------------


def count_words(lease, folder):
    """The handler: what all the rest of this file is for."""
    started = time.process_time()
    lines = (lease.task["description"] or "").splitlines()
    words = 0
    for number, line in enumerate(lines, start=1):
        words += len(line.split())
        lease.progress("counting", number, len(lines))
    lease.report_usage(time.process_time() - started)

    name = f"{lease.task['id']}.json"
    approval = lease.request_approval(f"Write {name}", {"name": name, "words": words})
    if approval["state"] != "approved":
        return {"summary": f"{words} words; nobody wanted the file.", "output": {"words": words}}
    # What was approved is what is done.
    approved = approval["payload"]
    (folder / approved["name"]).write_text(json.dumps({"words": approved["words"]}))
    return {"summary": f"{words} words, written to {name}.", "output": {"words": words}}


def claim(key):
    """Waits at the server until there is a task. The same id again gives the same task, should the answer get lost."""
    asked_at = time.monotonic()
    body = {"claimRequestId": str(uuid.uuid4()), "instanceId": INSTANCE, "waitSeconds": 25}
    body.update(types=["count-words"], leaseSeconds=LEASE_SECONDS)
    try:
        answer = call("POST", "/tasks/claim", body, key)
    except Refused as refusal:
        # It took so long to hear of the task that it is over: then another one.
        if refusal.code == "run_ended":
            return None
        raise
    if answer["task"]:
        return Lease(key, answer, asked_at)
    if answer["reason"] == "deactivated":
        sys.exit(f"Nothing to do here any more: {answer['message']}")
    if answer["reason"] != "no_tasks":
        say(f"no task now: {answer['message']}")
        time.sleep(max(1, answer["retryAfterSeconds"] or 5))
    return None


def do(lease, folder):
    say(f"task {lease.task['id']}: {lease.task['title']}")
    try:
        try:
            lease.end("complete", **count_words(lease, folder))
            say("handed in")
        except Exception as problem:
            if isinstance(problem, LeaseLost) or getattr(problem, "code", "") == "lease_lost":
                raise
            error = {"message": str(problem)[:2000] or repr(problem), "stack": traceback.format_exc()[-20000:]}
            lease.end("fail", error=error)
            say(f"failed: {problem}")
    except (LeaseLost, Refused) as problem:
        say(f"no longer mine: {problem}")
    finally:
        lease.over.set()


def give_back(key):
    """Releases all the server says this process holds, also a task whose claim was cut off; no attempt is counted."""
    try:
        held = send("POST", "/agents/heartbeat", {"instanceId": INSTANCE, "leases": []}, key, timeout=5)["unlisted"]
        for lease in held:
            if lease["instanceId"] == INSTANCE:
                body = {"fence": lease["fence"], "reason": "The agent was stopped."}
                send("POST", f"/tasks/{lease['taskId']}/release", body, key, timeout=5)
                say(f"gave back {lease['taskId']}")
    except (Unreachable, Refused) as problem:
        say(f"could not give back what I hold, so its lease runs out: {problem}")


def say(text):
    print(text, flush=True)


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        # Now, and not after a person has approved a file that has no place.
        sys.exit(f"No folder to write to: {problem}")

    def stop(*_):
        # A second one is not to interrupt the giving back.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise Stopped

    key = None
    try:
        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        key = identify()
        say(f"at work for {SERVER}; Ctrl-C stops it")
        while True:
            lease = claim(key)
            if lease:
                do(lease, folder)
    except Stopped:
        if key:
            give_back(key)
    except (Refused, Unreachable) as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
