#!/usr/bin/env python3
"""Looks at pages in a real browser, through its own driver: nothing but Python's standard library.

usage: page.py PAGE RESULT [PAGE RESULT ...]    RESULT is the same forecast as JSON, or - for a page that only has to open
"""

import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

SIZES = [(1280, 900), (390, 844)]
LONGEST = 2.0  # seconds to open a page


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Browser:
    def __init__(self):
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.folder = tempfile.TemporaryDirectory()
        arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={self.folder.name}",
        ]
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments, "perfLoggingPrefs": {"enableNetwork": True}},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        for _ in range(100):
            try:
                session = self.post("/session", {"capabilities": {"alwaysMatch": wanted}})
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("the driver of the browser does not answer")
        self.session = f"/session/{session['sessionId']}"

    def post(self, path, body):
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def ask(self, path, body):
        return self.post(self.session + path, body)

    def run(self, script, *args):
        return self.ask("/execute/sync", {"script": script, "args": list(args)})

    def log(self, kind):
        return self.ask("/se/log", {"type": kind})

    def end(self):
        request = urllib.request.Request(self.base + self.session, method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()
        self.driver.terminate()
        self.driver.wait()
        self.folder.cleanup()


# What a person would see: the text that is shown or can be opened, and how large each picture is.
LOOK = """
document.querySelectorAll('details').forEach(of => of.open = true);
const box = of => { const r = of.getBoundingClientRect(); return [r.width, r.height]; };
return {
  heading: document.querySelector('h1').innerText,
  headline: document.querySelector('.headline').innerText,
  text: document.body.innerText,
  pictures: [...document.querySelectorAll('figure')].map(of => [of.id, ...box(of.querySelector('svg'))]),
  letters: [...document.querySelectorAll('svg text')].map(of => box(of)).filter(b => b[0] > 0 && b[1] > 0).length,
  scripts: document.scripts.length,
  width: window.innerWidth,
  wide: document.documentElement.scrollWidth - window.innerWidth,
  opened: performance.timing.loadEventEnd - performance.timing.navigationStart,
};
"""


def look(browser, page, result):
    address = pathlib.Path(page).resolve().as_uri()
    faults = []
    for width, height in SIZES:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        browser.ask("/goog/cdp/execute", {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics})
        browser.ask("/url", {"url": "about:blank"})
        browser.log("performance"), browser.log("browser")
        began = time.monotonic()
        browser.ask("/url", {"url": address})
        took = time.monotonic() - began
        seen = browser.run(LOOK)
        if took > LONGEST:
            faults.append(f"{width}: it took {took:.1f} s to open")
        faults += [f"{width}: the console says {entry['message']}" for entry in browser.log("browser")]
        for entry in browser.log("performance"):
            message = json.loads(entry["message"])["message"]
            params = message["params"]
            url = params.get("request", {}).get("url", "")
            is_ours = message["method"] == "Network.requestWillBeSent" and params.get("documentURL") == address
            if is_ours and url != address and not url.startswith("data:"):
                faults.append(f"{width}: it asks for {url}")
        if seen["width"] != width:
            faults.append(f"{width}: the browser made it {seen['width']}")
        if seen["scripts"]:
            faults.append(f"{width}: there is a script")
        if seen["wide"] > 0:
            faults.append(f"{width}: it is {seen['wide']} pixels too wide")
        if len(seen["pictures"]) < 3 or not seen["letters"]:
            faults.append(f"{width}: there are {len(seen['pictures'])} pictures, {seen['letters']} texts in them")
        faults += [f"{width}: picture {name} is {w} by {h}" for name, w, h in seen["pictures"] if not (w > 100 and h > 50)]
        if result:
            text = " ".join(seen["text"].split())
            wanted = [result["plan"]] if result.get("plan") else []
            wanted += [of["title"] for of in result.get("milestones", {}).values() if of.get("title")]
            faults += [f"{width}: it does not show {name!r}" for name in wanted if " ".join(name.split()) not in text]
            if "likely to ship by" not in seen["headline"]:
                faults.append(f"{width}: there is no headline")
    printed = browser.ask("/print", {})
    if len(printed) < 10_000:
        faults.append("it prints as nothing")
    print(f"{page}: {len(seen['pictures'])} pictures, opened in {took:.2f} s, {pathlib.Path(page).stat().st_size / 1e6:.2f} MB")
    return faults


def main():
    arguments = sys.argv[1:]
    if not arguments or len(arguments) % 2:
        raise SystemExit(__doc__)
    browser = Browser()
    try:
        faults = []
        for page, result in zip(arguments[::2], arguments[1::2]):
            data = None if result == "-" else json.loads(pathlib.Path(result).read_text())
            faults += [f"{page}: {fault}" for fault in look(browser, page, data)]
    finally:
        browser.end()
    print("\n".join(faults) if faults else "the browser finds no fault")
    raise SystemExit(1 if faults else 0)


main()
