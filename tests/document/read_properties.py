"""A second reader of the properties format, written from the documentation of java.util.Properties.load.

Usage: read_properties.py CASES. A case is a line: a reader ("java" or "spark", or "json" when the bytes are an
object of keys and values), a name, the file's bytes, then key=value for each property that must be found; name, bytes, keys and values in hexadecimal. Where properties are
"malformed", the reader must refuse the file. Prints what differs; the exit code says whether something does.
"""

import json
import re
import sys


def logical_lines(text):
    lines = re.split("\r\n|\r|\n", text)
    at = 0
    while at < len(lines):
        line = lines[at].lstrip(" \t\f")
        at += 1
        if not line or line[0] in "#!":
            continue
        while len(re.search(r"\\*$", line)[0]) % 2 == 1:
            line = line[:-1]
            if at == len(lines):
                break
            line += lines[at].lstrip(" \t\f")
            at += 1
        # A backslash alone at the end of the file is a property without name and value, but not before a CRLF.
        alone = at == len(lines) and (lines[-1].lstrip(" \t\f") == "\\" or not lines[-1] and not text.endswith("\r\n"))
        if line or alone:
            yield line


def letter(text):
    if text == "u":
        raise ValueError("malformed \\u")
    return {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}.get(text, text)


def unescape(text):
    units = re.sub(r"\\(?:u([0-9A-Fa-f]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else letter(m[2]), text,
                   flags=re.S)
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def load(data, reader):
    if reader == "json":
        return json.loads(data)
    text = data.decode("utf-8", "replace") if reader == "spark" else data.decode("latin-1")
    found = {}
    for line in logical_lines(text):
        key, value = re.fullmatch(r"((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)", line, re.S).groups()
        value = unescape(value)
        found[unescape(key)] = value.strip("".join(map(chr, range(33)))) if reader == "spark" else value
    return found


def shown(text):
    """What no XML document can hold stands as its escape."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", lambda m: f"\\u{ord(m[0]):04X}", text)


def main(path):
    wrong = 0
    count = 0
    for case in open(path, encoding="ascii"):
        reader, name, data, *pairs = case.rstrip("\n").split(" ")
        count += 1
        try:
            found = load(bytes.fromhex(data), reader)
        except ValueError:
            found = "malformed"
        wanted = "malformed"
        if pairs != ["malformed"]:
            wanted = {}
            for pair in pairs:
                key, value = (bytes.fromhex(part).decode() for part in pair.split("="))
                wanted[key] = value
        if found != "malformed":
            found = {shown(key): shown(value) for key, value in found.items()}
        if found != wanted:
            wrong += 1
            print(f"{bytes.fromhex(name).decode()}: wanted {wanted!r}, read {found!r}")
    print(f"{count} cases, {wrong} read differently")
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
